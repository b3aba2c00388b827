"""What apps fetch, as files in the bucket: feeds, chapters and transcripts, served though the site be switched off."""
