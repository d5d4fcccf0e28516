"""Who must look at what by when?"""
