"""What hosts need while they write: versions, merging, a live preview, and what is known of a link."""
