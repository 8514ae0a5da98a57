learning-window-closed = These are working hours, and { $article } closes them for learning. It goes on from { $at }; where it is urgent, ask the training contact for a study permission. What was learned before is kept.
learning-window-closed-unknown = These are working hours, and { $article } closes them for learning. Where it is urgent, ask the training contact for a study permission. What was learned before is kept.
learning-window-not-counted = These are working hours, and by { $article } what is learned now does not count. It counts again from { $at }.
learning-window-not-counted-unknown = These are working hours, and by { $article } what is learned now does not count.
learning-window-on = { $day }, { $at }
learning-window-ask = Ask for a study permission
learning-window-calendar = See the calendar
learning-window-ended = These are working hours and no learning window is open, so no learning session was begun. Please open the lesson again to see when it opens.
