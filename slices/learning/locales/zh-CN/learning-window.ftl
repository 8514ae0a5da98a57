learning-window-closed = 现在是工作时间，按{ $article }，这段时间不学习。{ $at } 起可以学习；急需的话，可以向培训联系人申请学习许可。之前学的都已记录。
learning-window-closed-unknown = 现在是工作时间，按{ $article }，这段时间不学习。急需的话，可以向培训联系人申请学习许可。之前学的都已记录。
learning-window-not-counted = 现在是工作时间，按{ $article }，这段时间的学习不计入。{ $at } 起计入。
learning-window-not-counted-unknown = 现在是工作时间，按{ $article }，这段时间的学习不计入。
learning-window-on = { $day } { $at }
learning-window-ask = 申请学习许可
learning-window-calendar = 看日历
learning-window-ended = 现在是工作时间，学习时段没有开放，这次没有开始记录学习。请重新打开课时页，看何时开放。
