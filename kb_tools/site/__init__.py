"""What does the reader get?"""
