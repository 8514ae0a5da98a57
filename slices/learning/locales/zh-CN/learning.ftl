# 课程与课时
learning-course = 课程
learning-tree = 课程目录
learning-terms = 学习要求
learning-kind = 类别
learning-required = 必修
learning-elective = 选修
learning-due = 截止
learning-study-time = 学习时长
learning-completed-at = 完成时间
learning-credits = { $credits } 学分
learning-hours = 学时 { $minutes } 分钟
learning-lessons = { $count } 讲
learning-minutes = { $minutes } 分钟
learning-introduction = 课程介绍
learning-objectives = 学习目标
learning-syllabus = 学习大纲
learning-criteria = 考核标准
learning-lesson-line = 第 { $number } 讲·标明 { $minutes } 分钟
learning-state-done = 已完成
learning-state-later = { $at } 开放
learning-continue = 继续学习
learning-begin = 开始学习
learning-enrol = 选修这门课
learning-enrolled = 已选上，可以开始学习了。
learning-taken-down = 这门课程已紧急下架，暂时不能学习。您的学习记录保留，恢复后可以接着学。
learning-not-enrolled = 您还没有选修这门课，也没有被指派。请先在课程页面选课。
learning-opens-later = 这门课还没有开放，{ $at } 起可以学习。
learning-real-name-none = 依据{ $article }，要先完成实名核验，才能选修和学习这样的课程。请填写实名信息。
learning-real-name-pending = 依据{ $article }，要先完成实名核验，才能选修和学习这样的课程。您的实名信息正在核验，通过后会通知您。
learning-real-name-rejected = 依据{ $article }，要先完成实名核验，才能选修和学习这样的课程。您的实名信息没有通过，请看原因并重新填写。
learning-real-name-state = 填写实名信息
learning-real-name-see = 查看实名信息
learning-why = 已完成 { $done } / { $total } 讲，还差这些
learning-why-complete = 全部完成，没有遗漏
learning-why-lesson = 这一讲怎样算完成
learning-by-server = 由服务器按自己的时钟计算
learning-progress-of = 《{ $title }》的进度
learning-line-done = ，已完成
learning-line-begun = ，学习中
learning-line-open = ，未开始
learning-standing-done = 已完成
learning-standing-attention = 已学 { $given }，需要 { $needed }
learning-standing-watching = 已看 { $watched }，共 { $of }
learning-standing-not-taken = 还没有打开
learning-standing-not-passed = 还没有通过
learning-rule-nothing = 这是目录标题，不需要学习。
learning-rule-attention = 认真阅读满 { $minutes ->
    [0] { $seconds } 秒
   *[other] { $seconds ->
        [0] { $minutes } 分钟
       *[other] { $minutes } 分 { $seconds } 秒
    }
}就算学完（标明时长的三分之一，最短 10 秒，最长 20 分钟）。页面切到后台时不计时，已学的不会丢。
learning-rule-watched = 完整播放才算完成：最多缺 1% 或 2 秒，且中间没有超过 3 秒的空缺。2 倍速以内都算，跳过的部分不算。
learning-rule-taken = 打开或下载一次文件就算完成。
learning-rule-passed = 测验及格就算完成；没有及格可以在允许的次数内再做，取最好的一次。
learning-course-complete = 这门课已于 { $at } 完成，学分已记入您的档案。可以随时回来复习。
learning-take = 下载文件
learning-without-scripts = 浏览器没有运行脚本，无法自动计时。读完后请点下面的按钮：服务器按您打开本页以来的时间计算，每次最多计 5 分钟。
learning-have-read = 我读完了
learning-read-done = 这一讲已完成。
learning-read-more = 时间还不够，还差 { $minutes } 分 { $seconds } 秒。请继续阅读后再点一次。
learning-attention-ended = 这次学习已经结束，之前的时间都已记录。请刷新页面继续。
learning-attention-elsewhere = 您在别的页面或设备上开始了学习，这里停止计时；已学的时间没有损失。

# 测验
learning-quiz-title = 测验
learning-quiz-line = 共 { $count } 题，{ $percent } 分（百分制）及格，最多 { $attempts } 次
learning-quiz-line-free = 共 { $count } 题，{ $percent } 分（百分制）及格，次数不限
learning-quiz-question = 第 { $number } 题·{ $points } 分
learning-quiz-hand-in = 交卷
learning-quiz-anyway = 不答了，就这样交卷
learning-quiz-and = 、
learning-quiz-unanswered = 还有 { $count } 题没有作答：第 { $numbers } 题。
learning-quiz-unanswered-line = 已选的答案都已保存，还没有交卷。没有作答的题不得分。
learning-quiz-again = 再做一次
learning-quiz-none-left = 已用完 { $attempts } 次机会。如果需要再考，请联系讲师。
learning-quiz-score = 得分 { $score } / { $max }
learning-quiz-passed = 及格了，得 { $score } 分（满分 { $max }）。
learning-quiz-failed = 没有及格，得 { $score } 分（满分 { $max }），需要 { $percent } %。
learning-quiz-given = 您的选择
learning-quiz-right = 答对
learning-quiz-wrong = 答错
learning-quiz-partly = 部分答对
learning-quiz-explanation = 解析
learning-quiz-single = 单选
learning-quiz-multiple = 多选
learning-quiz-true-false = 判断
learning-quiz-none = 这个测验现在不能作答：没有题目，或者次数已经用完。
learning-quiz-begin = 开始作答
learning-quiz-true = 正确
learning-quiz-false = 错误
learning-quiz-ends = 请在 { $at } 前交卷，逾时自动交卷。
learning-quiz-left = 还可以做 { $left } 次
learning-quiz-already = 这次作答已经交卷，成绩不变。
learning-quiz-late = 交卷时已超过规定时间，只计算规定时间内保存的答案。

# 我的课程
learning-today = 今天
learning-enrolments = 我的课程
learning-catalog = 选课
learning-record = 学分与学时
learning-notifications = 消息
learning-assignments = 必修指派
learning-department = 本部门
learning-subsidiary = 本单位
learning-desk = 待办
learning-supervision = 督导
learning-children = 孩子
learning-finance = 财务
learning-service = 客户服务

# 指派刚保存，名单还在生成
learning-assignment-gathering = 名单正在后台生成，人多时需要几分钟。可以离开此页，稍后再看。
learning-assignment-look-again = 刷新

# 在线确认
learning-presence-question = 您还在看吗？请选择：{ $word }
learning-presence-wrong = 选错了，请回答新的问题。
learning-presence-over = 连续三次答错，本次学习已经结束，已计入的时长保留。重新打开本页可以继续学习。
learning-presence-other = 这个问题已经回答过了。
learning-attention-stretches = 一次报告最多 { $most } 段。
learning-presence-word-1 = 苹果
learning-presence-word-2 = 桥
learning-presence-word-3 = 蜡烛
learning-presence-word-4 = 河流
learning-presence-word-5 = 窗户
learning-presence-word-6 = 花园
learning-presence-word-7 = 梯子
learning-presence-word-8 = 高山
learning-presence-word-9 = 铅笔
learning-presence-word-10 = 灯笼
learning-presence-word-11 = 小船
learning-presence-word-12 = 云朵

# 笔记
learning-notes = 笔记
learning-notes-line = 学习时写下的内容，只有您自己能看到。
learning-notes-search = 搜索笔记
learning-notes-none = 没有符合条件的笔记。
learning-notes-empty = 还没有笔记。学习时可以在课时页面下方随手记下要点。
learning-notes-all = 全部笔记
learning-note = 内容
learning-note-new = 写笔记
learning-note-keep = 保存笔记
learning-note-edit = 修改
learning-note-hint = 播放视频、音频时会记下当前的时刻，点时刻可以回到那里。
learning-note-moment = 时刻
learning-note-at = 记在 { $moment }
learning-note-saved = 笔记已保存。
learning-note-remove = 删除笔记
learning-note-remove-text = 这条笔记将被删除：
learning-note-removed = 笔记已删除。
learning-note-enough = 每个课时最多 { $most } 条笔记，请先删除不需要的。
learning-film-missing = 视频还不能播放，请稍后再试；如果一直这样，请联系任课教师。
learning-film-scripts = 没有脚本就无法证明看过，观看不会计入学习进度。
learning-chapters = 章节
