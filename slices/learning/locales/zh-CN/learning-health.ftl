learning-rest-suggested = 您已经连续学习 { $minutes } 分钟了。起来走走、看看远处，休息几分钟再继续；已经学的都记下了。
learning-rest-later = 10 分钟后再提醒
learning-rest-pause = 这一段学满了，现在是休息时间：离开屏幕活动活动，{ $at } 起可以继续。休息期间不计学习时间，之前学的都已记录。
learning-rest-closed = 今天的学习时间结束了，早点休息。{ $at } 起可以继续。之前学的都已记录。
learning-rest-rule = 未成年学习者每次连续学习最多 { $stretch } 分钟，之后至少休息 { $pause } 分钟；每天 { $opens }:00 到 { $closes }:00 之间学习。其余时间不计入。
learning-unit-o-clock = 点
