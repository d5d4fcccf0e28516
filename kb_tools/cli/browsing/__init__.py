"""Search as you type: `model.py` is what is on the screen, `hits.py` and `article.py` paint it, `screen.py` drives both."""
