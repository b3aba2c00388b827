"""What a reader sees in some of the corpus's notes, written down by reading them: (label, host, title, url).

Chosen over the years for their oddities; never taken from the parser's own answer.
"""

from __future__ import annotations

PLAYWRIGHT = "https://devblogs.microsoft.com/python/announcing-playwright-for-python-reliable-end-to-end-testing-for-the-web/"
DIGITALOCEAN_APPS = (
    "https://www.digitalocean.com/blog/introducing-digitalocean-app-platform-reimagining-paas-to-make-it-simpler-"
    "for-you-to-build-deploy-and-scale-apps"
)
MONOREPO = "https://dev.to/aws/3-things-i-wish-i-knew-before-setting-up-a-uv-workspace-30j6"
FASTAPI_EXTENSION = (
    "https://www.linkedin.com/posts/savannahostrowski_hey-you-are-you-using-fastapi-well-activity-"
    "7432877782914977793-2ayP/?utm_medium=ios_app&rcm=ACoAAABOjqABPkOWTTbZXV9tmnQohvpkplQOibU&utm_source="
    "social_share_send&utm_campaign=share_via"
)
HTTP_GET = (
    "https://alexwlchan.net/2026/python-http-with-the-stdlib/?utm_source=www.pythonweekly.com&utm_medium="
    "newsletter&utm_campaign=python-weekly-issue-743-april-30-2026&_bhlid="
    "b271298fb1de431c57a0d4e3bbbd2b9d2a11a213"
)
MENTAL_MODELS = "https://semaphoreci.com/community/tutorials/testing-python-applications-with-pytest"
LANGUAGE_SUMMIT = "https://pyfound.blogspot.com/2025/06/python-language-summit-2025.html"
REDDIT_FRAMEWORK = (
    "https://www.reddit.com/r/Python/comments/5gdckn/if_reddit_were_written_from_scratch_today_which/"
)
KANREN = "https://jeffersonheard.github.io/2016/11/simplifying-complex-business-logic-with-pythons-kanren/"
BURNOUT = "https://www.kennethreitz.org/essays/the-reality-of-developer-burnout"
PYPI_PYTEST_WATCH = "https://pypi.python.example/pypi/pytest-watch"
HEALTHCARE = (
    "https://www.pythontraininghq.com/2019/05/16-python-libraries-that-helped-a-healthcare-startup-grow/"
)
PIXIE_DEBUGGER = (
    "https://medium.com/ibm-watson-data-lab/the-visual-python-debugger-for-jupyter-notebooks-youve-always-wanted-"
    "761713babc62"
)
VS_CODE_JUPYTER = "https://blogs.msdn.microsoft.com/pythonengineering/2018/11/08/python-in-visual-studio-code-october-2018-release/"
REDDIT_MBP = "https://nbviewer.jupyter.org/github/knowsuchagency/mpb-sentiment-analysis-example/blob/master/index.ipynb"
CHEAT = "https://simonwillison.net/2020/Feb/11/cheating-at-unit-tests-pytest-black/"
DJANGO_WHY = "https://www.youtube.com/watch?v=d9BAUBEyFgM"
PYLOCK = "https://pydevtools.com/handbook/how-to/how-to-create-a-pylock-toml-lockfile/"
OSS_DIES = "https://nesbitt.io/2026/05/19/dumb-ways-for-an-open-source-project-to-die.html"

SEGMENTS: dict[str, list[tuple[str, str, str, str]]] = {
    "001.md": [
        (
            "",
            "",
            "PyData DC 2016 videos are out",
            "https://www.youtube.com/playlist?list=PLGVZCDnMOq0qLoYpkeySVtfdbQg1A_GiB",
        ),
        ("", "", "easyargs", "https://github.com/stedmeister/easyargs"),
        ("", "", "safety-db via github", "https://github.com/pyupio/safety-db"),
        ("", "", "fast-style-transfer", "https://github.com/lengstrom/fast-style-transfer"),
        ("", "", "pip 9.0 is out!", "https://pip.pypa.io/en/stable/news/"),
        ("", "", "What does Reddit think about the new MBP?", REDDIT_MBP),
    ],
    "005.md": [
        (
            "1",
            "",
            "The Five Why’s of Requests 2.12",
            "https://lukasa.co.uk/2016/11/Five_Whys_Requests_212/",
        ),
        (
            "2",
            "",
            "Planning an Early Death for Python 2",
            "https://carreau.github.io/posts/planning-an-early-death-for-python-2.html",
        ),
        ("3", "", "Simplifying complex business logic with Python's Kanren", KANREN),
        (
            "4",
            "",
            "If Reddit were written from scratch today, which Python web framework would it use and why?",
            REDDIT_FRAMEWORK,
        ),
        ("5", "", "Two testing related articles", ""),
        ("6", "", "PyTone", "https://www.luga.de/pytone/"),
    ],
    "008.md": [
        (
            "1",
            "Brian",
            'Jessica McKellar, "Breaking The Rules", PyBay2016',
            "https://youtu.be/9UnMZYMaosw",
        ),
        (
            "2",
            "Michael",
            "Grumpy is a Python to Go",
            "https://opensource.googleblog.com/2017/01/grumpy-go-running-python.html",
        ),
        (
            "3",
            "Brian",
            "Finding dead code with Vulture - Dougal Mathews",
            "http://www.dougalmatthews.com/2016/Dec/16/finding-dead-code-with-vulture/",
        ),
        (
            "4",
            "Michael",
            "Postman: Developing APIs is hard. Postman makes it easy",
            "https://www.getpostman.com/",
        ),
        ("5", "Brian", "The Reality of Developer Burnout by Kenneth Reitz", BURNOUT),
        (
            "6",
            "Michael",
            "Jinja 2.9 Released by Armin Ronacher",
            "https://www.palletsprojects.com/blog/jinja-29-released/",
        ),
    ],
    "012.md": [
        ("1", "BO", "A couple of mental model articles", ""),
        (
            "2",
            "Michael",
            "Why Learn Python? Here Are 8 Data-Driven Reasons by Dan Bader",
            "https://dbader.org/blog/why-learn-python",
        ),
        ("3", "Brian", "Testing Python Applications with Pytest - Kevin Ndung’u", MENTAL_MODELS),
        (
            "4",
            "Michael",
            "A million requests per second with Python",
            "https://medium.freecodecamp.com/million-requests-per-second-with-python-95c137af319#.ju1j76oli",
        ),
        (
            "5",
            "Brian",
            "RethinkDB is alive and well",
            "https://rethinkdb.com/blog/rethinkdb-joins-linux-foundation/",
        ),
        (
            "6",
            "Michael",
            "Python Top 10 Articles for the Past Year (v.2017)",
            "https://medium.mybridge.co/python-top-10-articles-for-the-past-year-v-2017-6033ae8c65c9#.mhn051vv5",
        ),
    ],
    "038.md": [
        (
            "1",
            "Matt",
            "Hacking Classic Nintendo Games with Python",
            "https://www.youtube.com/watch?v=v75rNdPukuI",
        ),
        (
            "2",
            "Brian",
            "The Pac-Man Rule at Conferences",
            "http://ericholscher.com/blog/2017/aug/2/pacman-rule-conferences/",
        ),
        ("3", "Matt", "Bokeh", ""),
        ("4", "Brian", "Mosh (mobile shell)", "https://mosh.org/"),
        (
            "5",
            "Matt",
            "Pelican static site generator",
            "https://github.com/getpelican/pelican/tree/3.7.1",
        ),
        ("6", "Brian", "pytest-watch", PYPI_PYTEST_WATCH),
        ("7", "Matt", "Twilio Voices", "http://www.twiliovoices.com"),
    ],
    "047.md": [
        (
            "1",
            "Brian",
            "PyPy v5.9 Released, Now Supports Pandas, NumPy",
            "https://morepypy.blogspot.com/2017/10/pypy-v59-released-now-supports-pandas.html",
        ),
        ("2", "Michael", "WTF Python?", "https://github.com/satwikkansal/wtfpython/blob/master/README.md"),
        ("3", "Brian", "Python Exercises", "https://www.ynonperek.com/2017/09/21/python-exercises/amp/"),
        (
            "4",
            "Michael",
            'Exploiting misuse of Python\'s "pickle"',
            "https://blog.nelhage.com/2011/03/exploiting-pickle/",
        ),
        (
            "5",
            "Brian",
            "A Complete Beginner's Guide to Django",
            "https://simpleisbetterthancomplex.com/series/beginners-guide/1.11/",
        ),
        ("6", "Michael", "pypi-parker", "https://github.com/mattsb42/pypi-parker"),
    ],
    "074.md": [
        ("1", "Brian", "Contributing to Open Source effectively", ""),
        ("2", "Matt", "Jupyter, Mathematica, and the Future of the Research Paper", ""),
        (
            "3",
            "Michael",
            "Python Developers Survey 2017 Results",
            "https://www.jetbrains.com/research/python-developers-survey-2017/",
        ),
        ("4", "Brian", "EdgeDB: A New Beginning", "https://edgedb.com/blog/edgedb-a-new-beginning"),
        ("5", "Matt", "Yellowbrick library", ""),
        ("6", "Michael", "Depression AI", "https://github.com/Jflick58/DepressionAI"),
    ],
    "085.md": [
        (
            "1",
            "Brian",
            "the state of type hints in Python",
            "https://www.bernat.tech/the-state-of-type-hints-in-python/",
        ),
        ("2", "Michael", "Django MongoDB connector", "https://nesdis.github.io/djongo/"),
        (
            "3",
            "Brian",
            "Python Idioms: Multiline Strings",
            "https://amir.rachum.com/blog/2018/06/23/python-multiline-idioms/",
        ),
        ("4", "Michael", "Flaskerizer", "https://github.com/brettvanderwerff/Flaskerizer"),
        (
            "5",
            "Brian",
            "Learn Python the Methodical Way",
            "https://realpython.com/learn-python-the-methodical-way/",
        ),
        ("6", "Michael", "PixieDebugger", PIXIE_DEBUGGER),
    ],
    "104.md": [
        ("0.1", "Michael", "Chapters and play at", ""),
        ("0.2", "Michael", "Become a friend of the show", "https://pythonbytes.fm/friends-of-the-show"),
        (
            "1",
            "Brian",
            "wily: A Python application for tracking, reporting on timing and complexity in tests and "
            "applications.",
            "https://github.com/tonybaloney/wily",
        ),
        ("2", "Michael", "Latest VS Code has Juypter support", VS_CODE_JUPYTER),
        (
            "3",
            "Brian",
            "API Evolution the Right Way",
            "https://emptysqua.re/blog/api-evolution-the-right-way/",
        ),
        (
            "4",
            "Michael",
            "PySimpleGUI now on Qt",
            "https://github.com/MikeTheWatchGuy/PySimpleGUI/tree/master/PySimpleGUIQt",
        ),
        (
            "5",
            "Brian",
            "Comparison of the 7 governance PEPs",
            "https://discuss.python.org/t/comparison-of-the-7-governance-peps/392",
        ),
        (
            "6",
            "Michael",
            "Shiboken (from Qt for Python project)",
            "http://doc.qt.io/qtforpython/shiboken2/",
        ),
    ],
    "110.md": [
        ("10", "", "Python 3.7", ""),
        ("9", "", "Changes in versioning patterns", ""),
        ("8", "", "Python is becoming the world’s most popular coding language", ""),
        ("7", "", "2018 was the year data science Pythonistas == web dev Pythonistas", ""),
        ("6", "", "Black", ""),
        ("5", "", "New PyPI launched!", ""),
        ("4", "", "Rise of Python in the embedded world", ""),
        ("3", "", "Legacy Python's days are fading?", ""),
        ("2", "", "It's the end of innocence for PyPi", ""),
        ("1", "", "Guido stepped down as BDFL", ""),
    ],
    "136.md": [
        ("1", "Brian", "Voilà!", "https://blog.jupyter.org/and-voil%C3%A0-f6a2c08a4a93"),
        (
            "2",
            "Michael",
            "Toward a “Kernel Python”",
            "https://glyph.twistedmatrix.com/2019/06/kernel-python.html",
        ),
        ("3", "Brian", "Use __main__.py", "https://shaneoneill.io/2019/06/12/use-__main__-py/"),
        (
            "44",
            "Michael",
            "The CPython Bytecode Compiler is Dumb",
            "https://nullprogram.com/blog/2019/02/24/",
        ),
        ("5", "Brian", "You can play with EdgeDB now, maybe", ""),
        ("6", "Michael", "16 Python libraries that helped a healthcare startup grow", HEALTHCARE),
    ],
    "162.md": [
        (
            "1",
            "Aly",
            "Andrew Godwin - Just Add Await: Retrofitting Async into Django — DjangoCon 2019",
            DJANGO_WHY,
        ),
        ("2", "Brian", "gamesbyexample", "https://pypi.example/project/gamesbyexample/"),
        ("3", "Aly", "Bulwark", "https://github.com/zaxr/bulwark"),
        ("4", "Brian", "Poetry 1.0.0", "https://python-poetry.org/blog/announcing-poetry-1-0-0.html"),
        (
            "5",
            "Aly",
            "Kubernetes for Full-Stack Developers",
            "https://www.digitalocean.com/community/curriculums/kubernetes-for-full-stack-developers",
        ),
        (
            "6",
            "Brian",
            "testmon: selects tests affected by changed files and methods",
            "https://testmon.org/",
        ),
    ],
    "172.md": [
        (
            "1",
            "Michael",
            "Python in Production Hynek",
            "https://hynek.me/articles/python-in-production/",
        ),
        ("2", "Brian", "How to cheat at unit tests with pytest and Black", CHEAT),
        (
            "3",
            "Michael",
            "Goodbye Microservices: From 100s of problem children to 1 superstar",
            "https://segment.com/blog/goodbye-microservices/",
        ),
        ("4", "Brian", "Helium", "https://github.com/mherrmann/helium"),
        ("5", "Michael", "uncertainties package", "https://pythonhosted.example/uncertainties/"),
        (
            "6",
            "Brian",
            "Personalize your python prompt",
            "https://arpitbhayani.me/blogs/python-prompts",
        ),
    ],
    "203.md": [
        ("1", "Michael", "Introducing DigitalOcean App Platform", DIGITALOCEAN_APPS),
        ("2", "Brian", "Announcing Playwright for Python", PLAYWRIGHT),
        (
            "3",
            "Michael",
            "Asynchronously Opening and Closing Files in asyncio",
            "https://nullprogram.com/blog/2020/09/04/",
        ),
        (
            "4",
            "Brian",
            "Excel: Why using Microsoft's tool caused Covid-19 results to be lost",
            "https://www.bbc.com/news/technology-54423988",
        ),
        ("5", "Michael", "locust.io", "https://locust.io/"),
        ("6", "Brian", "Fixing Hacktoberfest", ""),
    ],
    "242.md": [
        ("1", "Brain", "just", "https://github.com/casey/just"),
        (
            "2",
            "Michael",
            "Strong Typing",
            "https://twitter.com/roman_the_right/status/1403077836693544966",
        ),
        ("3", "Al", "", ""),
        ("4", "Brian", "testbook", "https://testbook.readthedocs.io/en/latest/index.html#"),
        ("5", "Michael", "auto-all", "https://github.com/jongracecox/auto-all"),
        ("6", "Al", "", ""),
    ],
    "256.md": [
        ("0", "Michael", "It’s episode 2^8 (nearly 5 years of podcasting)", ""),
        (
            "1",
            "Brian",
            "Where does all the effort go?: Looking at Python core developer activity",
            "https://lukasz.langa.pl/f15a8851-af26-4e94-a4b1-c146c57c9d20/",
        ),
        (
            "2",
            "Michael",
            "Why you shouldn't invoke setup.py directly",
            "https://blog.ganssle.io/articles/2021/10/setup-py-deprecated.html",
        ),
        ("3", "Anthony", "OpenTelemetry is going stable soon", "https://opentelemetry.io"),
        (
            "4",
            "Brian",
            "Understanding all of Python, through its builtins",
            "https://sadh.life/post/builtins/",
        ),
        (
            "5",
            "Michael",
            "FastAPI, Dask, and more Python goodies win best open source titles",
            "https://www.infoworld.com/article/3637038/the-best-open-source-software-of-2021.html#slide5",
        ),
        (
            "6",
            "Anthony",
            "Notes From the Meeting On Python GIL Removal Between Python Core and Sam Gross",
            "https://lukasz.langa.pl/5d044f91-49c1-4170-aed1-62b6763e6ad0/",
        ),
    ],
    "257.md": [
        (
            "1",
            "Michael",
            "Django 4.0 beta 1 released",
            "https://www.djangoproject.com/weblog/2021/oct/25/django-40-beta-1-released/",
        ),
        ("2", "Brian", "py - The Python launcher", ""),
        (
            "3",
            "Morleh",
            "Transformers As General-Purpose Architecture",
            "https://www.stateof.ai/2021-report-launch.html",
        ),
        ("4", "Michael", "Model bakery", "https://model-bakery.readthedocs.io/en/latest/"),
        (
            "5",
            "Brian",
            "Coverage goals, goals.py",
            "https://nedbatchelder.com/blog/202111/coverage_goals.html",
        ),
        ("6", "Morleh", "Web3.py", "https://web3py.readthedocs.io/en/stable/"),
    ],
    "260.md": [
        (
            "1",
            "Brian",
            "Using cog to update --help in a Markdown README file",
            "https://til.simonwillison.net/python/cog-to-update-help-in-readme",
        ),
        (
            "2",
            "Michael",
            "An oral history of Bank Python",
            "https://calpaterson.com/bank-python.html",
        ),
        ("3", "Chris", "Pyxel", "https://github.com/kitao/pyxel"),
        (
            "4",
            "Brian",
            "How to Ditch Codecov for Python Projects",
            "https://hynek.me/til/ditch-codecov-python",
        ),
        ("5", "Michael", "tiptop (like glances)", "https://github.com/nschloe/tiptop"),
        ("6", "Chris", "pyc64", "https://github.com/irmen/pyc64"),
    ],
    "437.md": [
        ("1", "Michael", "The Python Language Summit 2025", LANGUAGE_SUMMIT),
        (
            "2",
            "Brian",
            "Fixing Python Properties",
            "https://willmcgugan.github.io/fixing-python-properties/",
        ),
        ("3", "Brian", "complexipy", "https://github.com/rohaquinlop/complexipy"),
        ("4", "Michael", "juvio", "https://github.com/OKUA1/juvio"),
    ],
    "459.md": [
        ("0", "Michael", "Black Friday is on at Talk Python", "https://talkpython.fm/black-friday"),
        (
            "1",
            "Michael",
            "PEP 814 – Add frozendict built-in type",
            "https://discuss.python.org/t/pep-814-add-frozendict-built-in-type/104854",
        ),
        (
            "2",
            "Brian",
            "From Material for MkDocs to Zensical",
            "https://squidfunk.github.io/mkdocs-material/",
        ),
        ("3", "Michael", "Tach", "https://github.com/tach-org/tach"),
        ("4", "Brian", "Some Python Speedups in 3.15 and 3.16", ""),
    ],
    "469-commands-out-of-the-terminal.md": [
        ("1", "Michael", "Command Book App", "https://commandbookapp.com"),
        (
            "2",
            "Brian",
            "uvx.sh: Install Python tools without uv or Python",
            "https://pydevtools.com/blog/uvx-sh-install-python-tools-without-uv-or-python/",
        ),
        (
            "3",
            "Michael",
            "Ending 15 years of subprocess polling",
            "https://gmpy.dev/blog/2026/event-driven-process-waiting",
        ),
        (
            "4",
            "Brian",
            "monty: A minimal, secure Python interpreter written in Rust for use by AI",
            "",
        ),
    ],
    "472-monorepos.md": [
        ("1", "Brian", "Setting up a Python monorepo with uv workspaces", MONOREPO),
        (
            "2",
            "Michael",
            "cattrs: Flexible Object Serialization and Validation",
            "https://catt.rs/en/stable/",
        ),
        (
            "3",
            "Brian",
            "Learning to program in the AI age",
            "https://jblanca.net/edu/learning_programming_in_ai_age/",
        ),
        ("4", "Michael", "VS Code extension for FastAPI and friends", FASTAPI_EXTENSION),
    ],
    "481-ways-to-die.md": [
        ("1", "Michael", "Dumb Ways for an Open Source Project to Die", OSS_DIES),
        ("2", "Brian", "How to create a pylock.toml lockfile", PYLOCK),
        (
            "3",
            "Michael",
            "https://github.com/facebook/Lifeguard",
            "https://github.com/facebook/Lifeguard",
        ),
        (
            "4",
            "Brian",
            "Choosing a Python Logging Library in 2026",
            "https://www.dash0.com/guides/python-logging-libraries",
        ),
    ],
    "483-thanks-brian.md": [
        ("2", "Michael", "HTTP GET requests with the Python standard library", HTTP_GET),
        ("1", "Calvin", "Vulnerability and malware checks in uv", ""),
        (
            "4",
            "Michael",
            "alembic-git-revisions",
            "https://github.com/Mergifyio/alembic-git-revisions",
        ),
        (
            "3",
            "Calvin",
            "Millions of AI agents imperiled by critical vulnerability in open source package",
            "",
        ),
    ],
    "484-all-our-tools.md": [
        ("1", "Calvin", "pi + superpowers", "https://pi.dev/"),
        ("2", "Michael", "Terminal: Warp.dev + OhMyZSH", "http://Warp.dev"),
        ("3", "Calvin", "{Blink,kitty} + mosh + tmux", "https://blink.sh/"),
        ("4", "Michael", "Claude code", "https://www.anthropic.com/product/claude-code"),
        (
            "5",
            "Calvin",
            "MacWhisper or Handy",
            "https://goodsnooze.gumroad.com/l/macwhisper",
        ),
        ("6", "Michael", "Tailscale", "https://tailscale.com/"),
    ],
}

# number, title, sponsors, guests, extras?, joke?
HEADS: dict[str, tuple[int, str, list[str], list[str], bool, bool]] = {
    "003.md": (3, "", ["Rollbar"], [], True, False),
    "005.md": (5, "", ["Rollbar"], [], False, False),
    "026.md": (26, "", ["rollbar"], [], False, False),
    "041.md": (41, "", ["Rollbar"], ["Miguel Grinberg"], True, False),
    "047.md": (47, "", ["DigitalOcean"], [], True, False),
    "052.md": (52, "", ["DigitalOcean"], [], True, False),
    "074.md": (74, "", ["Datadog"], ["Matt Harrison"], False, False),
    "078.md": (78, "", ["Datadog"], ["Kojo Idrissa"], True, False),
    "086.md": (86, "", ["DigitalOcean"], ["Bob Belderbos"], True, False),
    "087.md": (87, "", ["Datadog"], ["Brett Cannon", "Carol Willing"], False, False),
    "110.md": (110, "", ["DigitalOcean"], ["Brian Okken", "Dan Bader"], False, False),
    "115.md": (115, "", ["datadog"], ["Nina Zakharenko"], True, True),
    "126.md": (126, "", ["DigitalOcean"], ["Cecil Philip"], True, True),
    "135.md": (135, "", ["DigitalOcean"], ["Max Sklar"], True, True),
    "145.md": (145, "", ["Datadog"], ["Matt Harrison", "Anthony Sottile"], True, True),
    "162.md": (162, "", ["DataDog"], ["Aly"], True, True),
    "167.md": (167, "", ["Datadog"], ["Vicki Boykis"], True, True),
    "174.md": (174, "", [], [], True, True),
    "191.md": (191, "", [], [], True, True),
    "203.md": (203, "", ["DataDog"], [], True, True),
    "213.md": (213, "Uh oh, Vulcans have infiltrated Flask", [], ["Anthony Shaw"], True, True),
    "229.md": (229, "", [], ["Gwendolyn Faraday"], True, False),
    "231.md": (231, "", [], ["Cecil Phillip"], True, True),
    "235.md": (235, "", ["Sentry"], ["Vincent D. Warmerdam"], True, True),
    "242.md": (242, "", [], ["Al Sweigart"], True, False),
    "256.md": (256, "", ["Shortcut"], ["The Anthony Shaw"], True, True),
    "274.md": (274, "", ["Microsoft for Startups Founders Hub"], ["Anne Barela"], True, True),
    "280.md": (280, "", ["Mergify"], ["Pat Decker"], True, True),
    "322.md": (
        322,
        "",
        ["Microsoft for Startups Founders Hub"],
        ["@calvinhp@fosstodon.org"],
        True,
        False,
    ),
    "338.md": (338, "", [], [], True, True),
    "350.md": (350, "", ["Sentry"], [], True, True),
    "408.md": (408, "", ["ScoutAPM", "Codeium"], [], True, True),
    "437.md": (437, "", ["Posit"], [], True, True),
    "459.md": (459, "Inverted dependency trees", [], [], True, True),
    "461.md": (461, "This episdoe has a typo", [], [], True, True),
    "484-all-our-tools.md": (484, "All our tools", [], [], True, True),
    "PB 485.md": (485, "", [], [], True, True),
}
