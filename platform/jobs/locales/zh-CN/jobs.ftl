jobs-state-waiting = 等待中
jobs-state-running = 进行中
jobs-state-done = 已完成
jobs-state-failed = 失败
jobs-state-cancelled = 已取消
