learning-rest-suggested = You have been learning for { $minutes } minutes without a break. Get up, look into the distance, and go on after some minutes; all you learned has been counted.
learning-rest-later = Remind me in 10 minutes
learning-rest-pause = This stretch of learning is full, and now you rest: leave the screen and move about. You can go on from { $at }. Nothing counts until then; all you learned before has been counted.
learning-rest-closed = Learning is over for today. Have a good rest; you can go on from { $at }. All you learned before has been counted.
learning-rest-rule = Learners under eighteen learn at most { $stretch } minutes at a stretch, then rest for at least { $pause }; they learn between { $opens }:00 and { $closes }:00. Other time does not count.
learning-unit-o-clock = o’clock
