"""What is wrong with the content?"""
