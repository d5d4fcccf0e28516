"""Where does it point, and is it alive?"""
