"""The program at work: started, followed and stopped from Python."""
