learning-statement-title = Statement of training hours and credits { $year }
learning-statement-sum = Total
learning-statement-source = Made by the learning platform from the server's records. Training hours are the stated length of a course, booked once at its completion; study time is what the server measured.
learning-statement-button = Download PDF
