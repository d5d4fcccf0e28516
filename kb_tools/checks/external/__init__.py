"""What is known about the pages of others, from this run and from earlier ones?"""
