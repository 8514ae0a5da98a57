### 课程目录：课程、课时、版本、审核、分类。

## 菜单

catalog-place-teaching = 教学工作台
catalog-place-reviews = 课程审核
catalog-place-courses = 课程管理

## 课程列表

catalog-courses = 课程
catalog-courses-all = 您所辖单位的全部课程，包括起草中的。
catalog-courses-own = 您是作者的课程。
catalog-courses-none = 还没有课程。新建一门，写好后交审核。
catalog-courses-count = { $count } 门课程
catalog-new-course = 新建课程
catalog-find-courses = 查找课程
catalog-find-placeholder = 课程名、拼音或作者
catalog-by-state = 按状态看
catalog-any-category = 全部分类
catalog-any-level = 全部级别
catalog-whose = 作者
catalog-whose-all = 所有作者
catalog-whose-mine = 我的课程
catalog-column-title = 课程
catalog-column-state = 状态
catalog-column-category = 分类
catalog-column-level = 级别
catalog-column-author = 作者
catalog-column-lecturer = { -teacher }
catalog-column-lessons = { -lesson }数
catalog-column-hours = { -training-hour }
catalog-column-minutes = { -training-hour }（分钟）
catalog-column-credits = { -credit }
catalog-column-updated = 最近改动
catalog-column-published = 发布时间
catalog-column-version = 版本
catalog-column-begun = 开始时间
catalog-column-reviews = 审核
catalog-column-submitted = 提交时间
catalog-column-due = 应审完时间
catalog-column-decided = 审结时间
catalog-column-reason = 退回理由
catalog-restore = 恢复
catalog-all = 看全部

## 状态

catalog-state-any = 全部
catalog-state-draft = 起草中
catalog-state-in-review = 审核中
catalog-state-approved = 待发布
catalog-state-published = 已发布
catalog-state-changed = 改版中
catalog-state-to-publish = 待发布（含改版）
catalog-state-changing = 第 { $number } 版起草中
catalog-state-withdrawn = 已下架
catalog-state-retired = 已被新版取代
catalog-state-returned = 已退回
catalog-state-bin = 回收站
catalog-review-open = 待审核
catalog-review-approved = 已通过
catalog-review-returned = 已退回
catalog-review-recalled = 作者已撤回
catalog-review-all = 全部
catalog-late = 已逾期
catalog-lacks = 未完成
catalog-optional = 选学

## 级别与种类

catalog-level-basic = 入门
catalog-level-intermediate = 进阶
catalog-level-advanced = 高级
catalog-kind-section = 章节标题
catalog-kind-page = 图文页
catalog-kind-pdf = PDF 文档
catalog-kind-video = 视频
catalog-kind-audio = 音频
catalog-kind-download = 下载资料
catalog-kind-quiz = 小测

## 新建

catalog-new-course-line = 先取名，其余的以后都能改。课程归入您所在的{ -unit }。
catalog-field-title = 课程名称
catalog-field-title-hint = { -learner }凭它找到课程，最多 120 个字。
catalog-field-category-hint = 提交审核前须选定。
catalog-before-submission = 提交审核前必填
catalog-no-categories = 还没有任何分类。分类由{ -centre }添加，已经通知；其余内容可以先写，添加后再来选。
catalog-no-categories-yours = 还没有任何分类，作者提交审核前都要选一个。请先添加：
catalog-assign = 指派这门课
catalog-notice-category-needed = { $who }在写第一门课，还没有可选的分类
catalog-notice-category-needed-text = 课程「{ $title }」提交审核前要选一个分类。请添加分类，作者才能提交。
catalog-notice-category-needed-name = 需要添加课程分类
catalog-no-category = 暂不选
catalog-begin = 介绍、目标、大纲和考核标准
catalog-begin-outline = 从提纲开始（推荐）
catalog-begin-empty = 从空白开始
catalog-begin-submit = 新建并开始编写
catalog-course-begun = 课程已建好。先往目录里加内容，再补全课程信息。
catalog-outline-introduction =
    这门课讲……，学它是因为……。

    {"**"}适合**：……

    {"**"}需要先会**：不需要基础。
catalog-outline-objectives =
    学完后能够：

    - 说出……
    - 独立完成……
    - 判断……
catalog-outline-syllabus =
    1. 第一部分：……
    2. 第二部分：……
    3. 第三部分：……
catalog-outline-criteria =
    - 学完全部必学内容
    - 小测达到 60 分

## 编写

catalog-course-line = 第 { $number } 版·{ $lessons } { -lesson }·{ $hours }
catalog-preview = 预览
catalog-versions = 版本与差异
catalog-progress = 学习进度
catalog-edit = 编写
catalog-steps = 课程走到哪一步
catalog-step-write = 编写
catalog-step-write-who = 作者
catalog-step-review = 审核
catalog-step-review-who = { -reviewer }
catalog-step-publish = 发布
catalog-step-publish-who = { -centre }
catalog-step-study = 学习
catalog-step-study-who = { -learner }
catalog-tree = 目录
catalog-tree-closed = 已提交或已发布，不能改动。
catalog-tree-empty = 目录还是空的。加一{ -lesson }，或把文件拖到下面。
catalog-minutes = { $n } 分钟
catalog-add-lesson = 加一{ -lesson }
catalog-field-kind = 种类
catalog-field-parent = 放在哪一项之下
catalog-outermost = 最外一级
catalog-field-lesson-title = 标题
catalog-add-files = 上传文件
catalog-field-files = 文件
catalog-field-files-hint = 可一次选多个。视频和音频直接播放，PDF 直接在页面上看，Markdown（.md）变成图文页，其余作为下载资料。
catalog-upload = 上传并加入目录
catalog-upload-before = 先前上传的文件
catalog-files-added = 已加入 { $count } { -lesson }。
catalog-files-refused = { $count } 个文件没有加入，其余的已加入目录：
catalog-facts = 课程信息
catalog-edit-facts = 修改课程信息
catalog-authors = 作者
catalog-reviewer = 审核人
catalog-responsible = 谁负责
catalog-responsible-author = 开课
catalog-responsible-reviewers = 审核
catalog-responsible-operator = 运作（发布）
catalog-comma = 、
catalog-remarks = 审核意见
catalog-remarks-none = 还没有意见。
catalog-remark-course = 整门课程
catalog-returned = 已退回修改：
catalog-withdrawn-at = { $at } 已下架：

## 走向发布

catalog-way = 走向发布
catalog-complete = 内容齐备，可以提交审核。提交后到审结前，谁都不能改动。
catalog-missing = 还差 { $count } 项，补齐后才能提交审核：
catalog-field-message = 给{ -reviewer }的话
catalog-field-message-hint = 例如改了哪里、请着重看什么。
catalog-submit = 提交审核
catalog-submitted = 已提交审核。审结后会通知您。
catalog-waits-for-review = 正在等待审核。
catalog-review-due = 应在 { $at } 前审完。
catalog-recall = 撤回修改
catalog-recalled = 已撤回，可以继续修改。改好后须重新提交审核。
catalog-waits-for-publication = 审核已通过，等待{ -centre }发布。
catalog-publish = 发布给{ -learner }
catalog-published = 已发布，{ -learner }可以学习了。这一版从此不再改动。
catalog-publish-own-work = 这一版您参与了编写。谁编写，谁不发布；请{ -centre }的其他人发布。
catalog-publish-own-review = 这一版是您审核的。谁审核，谁不发布；请{ -centre }的其他人发布。
catalog-is-published = 正在供{ -learner }学习。要修改，先开始新的一版；新版发布前，{ -learner }学的仍是现在这一版。
catalog-is-withdrawn = 课程已下架，没有人能新加入学习。
catalog-begin-version = 开始编写第 { $number } 版
catalog-version-begun = 新的一版已从最近一版复制过来，可以修改了。
catalog-reinstate = 重新上架
catalog-reinstated = 已重新上架，内容与下架前相同。
catalog-field-reason = 理由
catalog-withdraw = 下架
catalog-withdraw-text = 下架「{ $title }」后，没有人能新加入学习；已有的学习记录和{ -credit }保留。之后可以重新上架。
catalog-withdrawn = 已下架。
catalog-take-down = 紧急下架
catalog-take-down-text = 紧急下架「{ $title }」后，所有人立即打不开它，包括正在学习的{ -learner }；作者、审核人、发布人和{ -learner }会收到通知。正在审核的版本退回作者。之后只有修改后的版本重新审核、发布，才能恢复。
catalog-taken-down = 已紧急下架，任何人都打不开了。
catalog-is-taken-down = 课程已紧急下架。修改后重新审核、发布，才能恢复。
catalog-send-back = 退回作者
catalog-send-back-text = 把「{ $title }」第 { $number } 版退回作者修改。改好后须重新审核。请写明要改什么。
catalog-sent-back = 已退回作者。
catalog-discard = 放弃这一版
catalog-discard-text = 放弃「{ $title }」第 { $number } 版，这一版的改动全部丢失，无法恢复。已发布的版本不受影响。
catalog-discarded = 这一版已放弃。
catalog-delete = 删除课程
catalog-delete-text = 把「{ $title }」放入回收站。30 天内可以恢复，之后连同全部内容和文件一起清除。
catalog-deleted = 课程已放入回收站，30 天内可以恢复。
catalog-restored = 课程已恢复。

## 还差什么

catalog-missing-summary = 一句话简介没有写
catalog-missing-category = 分类没有选
catalog-missing-lecturer = { -teacher }没有填
catalog-missing-introduction = 课程介绍没有写
catalog-missing-objectives = 学习目标没有写
catalog-missing-syllabus = 学习大纲没有写
catalog-missing-gaps = 课程信息里还有没填写的“……”
catalog-missing-criteria = 考核标准没有写
catalog-missing-lessons = 目录里还没有内容
catalog-missing-required = 至少要有一{ -lesson }是必学的
catalog-missing-kind = 「{ $title }」的种类在这个平台上没有
catalog-missing-children = 章节「{ $title }」下面是空的
catalog-missing-text = 「{ $title }」没有正文
catalog-missing-file = 「{ $title }」没有文件
catalog-missing-minutes = 「{ $title }」没有填{ -training-hour }
catalog-precheck = 机器预审
catalog-found = 机器预审：{ $count } 处
catalog-found-blocks = 必须改
catalog-found-look = 审核时看
catalog-found-note = 供参考
catalog-found-lesson = { $title }
catalog-found-captions = 「{ $title }」没有字幕
catalog-found-link-nowhere = 「{ $title }」第 { $paragraph } 段的链接打不开：{ $address }
catalog-found-link-hidden = 「{ $title }」第 { $paragraph } 段链接的课程没有发布：{ $address }
catalog-found-link-insecure = 「{ $title }」第 { $paragraph } 段的外部链接没有加密（http）：{ $address }
catalog-found-link-out = 「{ $title }」第 { $paragraph } 段有外部链接：{ $address }
catalog-found-picture-nowhere = 「{ $title }」第 { $paragraph } 段的图片不存在：{ $address }
catalog-found-picture-foreign = 「{ $title }」第 { $paragraph } 段有一张图片显示不出来，只能用本平台上传的图片
catalog-found-picture-unsaid = 「{ $title }」第 { $paragraph } 段的图片没有文字说明
catalog-found-subtitles = { $title }（字幕 { $lang }）
catalog-found-word = 「{ $title }」第 { $paragraph } 段有敏感词“{ $word }”（{ $category }）
catalog-found-word-in = 「{ $title }」里有敏感词“{ $word }”（{ $category }）
catalog-found-words-more = 另外还有 { $count } 处敏感词
catalog-words-wrong = 敏感词是误判？去说明
catalog-missing-attached = 「{ $title }」：{ $what }

## 课程信息

catalog-facts-line = { -learner }在加入学习前就能看到这些内容。
catalog-fact-title = 课程名称
catalog-fact-summary = 一句话简介
catalog-fact-summary-hint = 显示在课程列表里，最多 200 个字。
catalog-fact-level = 级别
catalog-fact-lecturer = { -teacher }
catalog-fact-lecturer-hint = 主讲人的姓名，外聘的也可以。
catalog-fact-credits = { -credit }
catalog-fact-credits-hint = 学完得到的{ -credit }，可到两位小数。目录里的{ -training-hour }共 { $hours }。
catalog-fact-in-order = 第一次观看不能跳过
catalog-fact-in-order-hint = 视频、音频第一次学习时只能按顺序播放；看过的部分可以随意回看。
catalog-in-order-yes = 按顺序看
catalog-in-order-no = 可以跳看
catalog-fact-introduction = 课程介绍
catalog-fact-objectives = 学习目标
catalog-fact-syllabus = 学习大纲
catalog-fact-criteria = 考核标准
catalog-facts-saved = 课程信息已保存。
catalog-theirs = 别人刚保存的内容
catalog-theirs-line = 下面表单里是您写的。请对照合并，再保存；保存后以您的为准。
catalog-theirs-by = { $who }在 { $at } 保存了下面的内容。表单里是您写的；请对照合并，再保存，保存后以您的为准。
catalog-somebody = 另一位作者

## 课时

catalog-field-minutes = { -training-hour }（分钟）
catalog-field-minutes-hint = 认真学完需要的时间，学完时计入一次。
catalog-field-required = 必学
catalog-field-required-hint = 必学的都学完，才算学完课程。
catalog-field-text = 正文
catalog-field-text-hint = 用 Markdown 写：# 标题、**重点**、- 列表、| 表格 |、$公式$。
catalog-field-note = 说明
catalog-field-file = 文件
catalog-field-file-other = 换一个文件
catalog-office = 在页面上显示
catalog-office-taken = { -learner }会下载这个文件。也可以把它转换为 PDF，让{ -learner }直接在页面上阅读；转换后{ -lesson }显示的是 PDF，原文件请自己保存。
catalog-office-ask = 转换为 PDF
catalog-office-queued = 已经收到，正在排队等候转换为 PDF。
catalog-office-working = 正在转换为 PDF，通常只要几秒钟。
catalog-office-ready = 已经转换为 PDF。
catalog-office-meanwhile = 现在这节是下载：{ -learner }取走文件就算完成。
catalog-office-not-ready = 还在转换为 PDF，转换好才能提交审核
catalog-medium-none = 这个文件还没有处理。
catalog-medium-queued = 已经收到，正在排队等候处理。
catalog-medium-working = 正在处理，已完成 { $percent }%。
catalog-medium-ready = 处理好了。
catalog-medium-only-sound = 文件里只有声音，没有画面：{ -learner }会听到声音，看不到画面。要有画面的话，请换一个文件。
catalog-medium-leave = 处理在服务器上进行，可以离开这个页面，继续写别的{ -lesson }。
catalog-medium-retry = 重试
catalog-medium-again = 已经重新开始处理。
catalog-medium-length = 时长
catalog-medium-size = 画面
catalog-medium-renditions = 清晰度
catalog-medium-sound = 声音
catalog-medium-silent = 没有声音
catalog-medium-not-ready = 还在处理（{ $percent }%），处理好才能提交审核
catalog-tracks = 字幕
catalog-tracks-none = 还没有字幕。字幕让听不清的人也能学，还能照着复习。
catalog-track-add = 添加字幕
catalog-track-language = 语言
catalog-track-language-hint = 已有同一种语言的字幕，就换成新的。
catalog-track-file = 字幕文件
catalog-track-file-hint = SRT 或 WebVTT，最大 2 MB。
catalog-track-edit = 编辑{ $language }
catalog-track-remove-one = 删除{ $language }
catalog-track-remove = 删除字幕
catalog-track-remove-text = 「{ $language }」字幕会删除，不能找回；视频不变。用同一个文件的其他版本也不再有这份字幕。
catalog-track-title = { $language }字幕
catalog-track-lead = 每条字幕先写一行时间，再写文字；两条之间空一行。用同一个文件的其他版本也会换上改好的字幕。
catalog-track-text = 字幕内容
catalog-track-text-hint = WebVTT 格式，例如 00:00:01.000 --> 00:00:03.500。可以用 <b>、<i>、<u>。
catalog-chapters = 章节
catalog-chapters-none = 还没有章节。长视频分了章，学员一眼能找到要看的部分。
catalog-chapters-edit = 编辑章节
catalog-chapters-lead = 每行一章：先写开始时间，空一格，再写标题。片长 { $length }。
catalog-chapters-hint = 按先后排列，最多 { $most } 章，标题最多 120 个字。全部删掉就是不分章。
catalog-chapters-example = 0:00 开场
catalog-chapters-unprocessed = 视频或音频还在处理，知道时长之后才能写章节。
catalog-chapters-kept = 章节已保存。
catalog-audit-chapters-kept = 保存章节
catalog-track-kept = 字幕已保存。
catalog-track-removed = 字幕已删除。
catalog-fault-no-track = 请选择一个字幕文件（SRT 或 WebVTT）。
catalog-language-zh-hans = 中文（简体）
catalog-language-zh-hant = 中文（繁體）
catalog-language-en = English
catalog-language-ja = 日本語
catalog-language-ko = 한국어
catalog-language-ru = Русский
catalog-language-fr = Français
catalog-language-es = Español
catalog-lesson-saved = 已保存。
catalog-edit-attached = 编写题目
catalog-preview-attached = 预览题目
catalog-move = 移动
catalog-move-up = 上移
catalog-move-down = 下移
catalog-move-in = 移入上一项
catalog-move-out = 移出一级
catalog-moved = 已移动。
catalog-not-moved = 已经在这个方向的尽头，没有移动。
catalog-remove-lesson = 移除
catalog-remove-lesson-text =
    { $below ->
        [0] 从目录中移除「{ $title }」，它的内容随之丢失。已发布的版本不受影响。
       *[other] 从目录中移除「{ $title }」和它下面的 { $below } 项，它们的内容随之丢失。已发布的版本不受影响。
    }
catalog-lesson-removed = 已从目录中移除。
catalog-is-preview = 这是第 { $number } 版的预览，与{ -learner }看到的内容相同，不计学习时间。
catalog-take = 下载

## 作者

catalog-authors-line = 作者都能编写和提交这门课程。谁编写，谁就不审核、不发布。
catalog-author-first = 第一作者，对课程负责
catalog-author-also = 共同作者
catalog-add-author = 加入作者
catalog-remove-author = 移除
catalog-remove-author-name = 移除作者{ $name }
catalog-author-added = 已加入作者。
catalog-author-removed = 已移除作者，其写下的内容保留。
catalog-field-user-name = 用户名
catalog-field-user-name-hint = 对方登录用的用户名。

## 版本

catalog-versions-line = 发布过的每一版都原样保留。
catalog-version = 第 { $number } 版
catalog-compare-with = 与哪一版比较
catalog-compared = 与第 { $number } 版相比；{ $same } { -lesson }没有变化。
catalog-no-difference = 两版内容相同。
catalog-first-version = 这是第一版，没有可比较的版本。
catalog-differences = 与上一版的差异
catalog-diff-added = 新增
catalog-diff-removed = 移除
catalog-diff-changed = 有改动
catalog-diff-title = 原标题：{ $old }
catalog-diff-number = 原位置：{ $old }
catalog-diff-minutes = 原{ -training-hour }：{ $old } 分钟
catalog-diff-optional = 由必学改为选学
catalog-diff-required = 由选学改为必学
catalog-diff-file = 换了文件
catalog-diff-skipped = 略去相同的 { $count } 行

## 教学工作台

catalog-teaching = 教学工作台
catalog-teaching-line = 退回的课程在最前面。
catalog-block-returned = 退回修改
catalog-block-writing = 正在编写
catalog-block-writing-none = 没有正在编写的课程。
catalog-block-waiting = 等待审核或发布
catalog-block-waiting-none = 没有在等的课程。
catalog-updated-at = 最近改动：{ $at }
catalog-returned-line = { $at } 退回：{ $reason }
catalog-improve = 去修改
catalog-continue = 继续编写
catalog-look = 查看

## 审核

catalog-reviews = 课程审核
catalog-reviews-line = 先到期的在前面。谁审核，谁负责。
catalog-reviews-none = 没有等待审核的课程。
catalog-find-reviews = 查找提交的课程
catalog-stat-open = 待审核
catalog-stat-overdue = 已逾期
catalog-review-by = { $author }提交于 { $at }
catalog-message-of-author = 作者说：
catalog-review-own-work = 这一版您参与了编写。谁编写，谁不审核；请其他{ -reviewer }审核。
catalog-decision = 审核结论
catalog-checks = 检查单
catalog-checks-hint = 逐项看过再勾选；有问题的，写明问题。全部勾选、没有问题才能通过。
catalog-list-direction = 教育方针检查单
catalog-list-text = 文字检查单
catalog-list-pictures = 图片检查单
catalog-list-video = 视频检查单
catalog-finding = 记问题
catalog-finding-of = 问题：{ $item }
catalog-item-right = { $item }：合格
catalog-item-wrong = { $item }：{ $finding }
catalog-check-alternatives = 图片有文字说明，看不见图的人也能懂
catalog-check-footage = 画面、声音清楚完整
catalog-check-captions = 字幕与讲的一致，没有错字
catalog-check-filmed = 出镜的人、引用的片段得到许可
catalog-review-history = 审核经过
catalog-stage-review = 审核
catalog-stage-department = 院系（部门）审核
catalog-stage-centre = 中心审核
catalog-round = 第 { $number } 轮
catalog-column-stage = 环节
catalog-column-round = 轮次
catalog-review-own-review = 上一个环节是您审核的。同一个人不审两个环节；请其他{ -reviewer }审核。
catalog-review-not-theirs-review = 这门课程不归您审核。
catalog-review-not-theirs-department = 先由课程所属院系（部门）的{ -reviewer }审核。该院系没有{ -reviewer }，或者逾期没有审完时，中心的{ -reviewer }可以代审。
catalog-review-not-theirs-centre = 院系（部门）审核已经通过，这一步由中心的{ -reviewer }审核。
catalog-field-place = 位置
catalog-field-place-hint = 例如“第 3 段”“02:15”“第 4 页”。
catalog-check-direction = 符合教育方针，导向正确
catalog-check-correct = 内容准确、不过时
catalog-check-words = 没有敏感、歧视或不当的字词
catalog-check-pictures = 图片和附件清楚、得当
catalog-check-sources = 引用注明出处，没有侵权
catalog-check-privacy = 没有泄露个人信息或商业秘密
catalog-check-quizzes = 题目无误，答案正确
catalog-check-facts = 介绍、目标、大纲、考核标准与内容相符，{ -training-hour }和{ -credit }合理
catalog-save-checks = 先保存勾选
catalog-checks-saved = 勾选已保存，可以稍后接着审。
catalog-verdict = 结论
catalog-verdict-approve = 通过，交{ -centre }发布
catalog-verdict-approve-department = 通过，交中心审核
catalog-verdict-return = 退回作者修改
catalog-field-reason-return = 退回理由
catalog-field-reason-return-hint = 退回时必填：哪里有问题，怎样改。
catalog-decide = 提交结论
catalog-decided = 结论已提交，并已通知作者。
catalog-field-about = 针对
catalog-field-remark = 意见
catalog-add-remark = 加一条意见
catalog-remarked = 意见已保存，作者能看到。

## 分类

catalog-categories = 课程分类
catalog-categories-line = 最多四级。可以拖动排序，点名称修改。
catalog-categories-none = 还没有分类。
catalog-add-category = 加入分类
catalog-field-category-name = 名称
catalog-field-category-parent = 上级分类
catalog-category-added = 分类已加入。
catalog-category-saved = 分类已保存。
catalog-category-deleted = 分类已删除。
catalog-delete-category = 删除分类

## 图片

catalog-pictures = 课程图片
catalog-pictures-line = 这门课程用到的图片。点“复制”拿到写法，可以粘贴到任何一讲。版本里正在用的图片不能移除。
catalog-pictures-none = 这门课程还没有图片。编辑图文页时，可以用“插入图片”加入。
catalog-picture-line = { $width } × { $height } 像素，{ $size }，{ $at } 加入
catalog-picture-use = 第 { $number } 版“{ $title }”
catalog-picture-used = 用在：
catalog-picture-unused = 没有地方用到。
catalog-picture-markdown = 图片的写法
catalog-insert-picture = 插入图片
catalog-field-picture = 图片
catalog-field-picture-hint = PNG、JPEG、WebP 或 GIF，最多 5 MB、2400 万像素。也可以直接粘贴或拖到正文里。
catalog-field-description = 文字说明
catalog-field-description-hint = 必填：写图上有什么、说明什么，给看不见图片的人听，图片打不开时也能读。
catalog-picture-lacks = 请先选择图片，并写一句文字说明。
catalog-picture-busy = 正在上传图片……
catalog-picture-inserted = 图片已插入正文，保存后生效。
catalog-picture-appended = 图片已插入到正文末尾，保存后生效。可以把那一行移到合适的位置。
catalog-picture-failed = 图片没有上传成功，正文没有改动。请检查网络后再试。
catalog-remove-picture = 移除图片
catalog-remove-picture-name = 移除图片“{ $description }”
catalog-remove-picture-text = 将移除图片“{ $description }”。没有版本用到它；移除后要再用，须重新上传。
catalog-picture-removed = 图片已移除。

## 出了问题

catalog-fault-frozen = 这一版已提交或已发布，不能改动。要修改，请先撤回，或开始新的一版。
catalog-fault-not-draft = 没有可以提交的草稿，可能别人刚提交过。请刷新页面。
catalog-fault-incomplete = 还差 { $count } 项，没有提交。请按页面上的清单补齐。
catalog-fault-not-submitted = 没有可以撤回的提交，可能刚刚审结。请刷新页面。
catalog-fault-not-approved = 没有审核通过、等待发布的版本。课程须先经审核，才能发布。
catalog-fault-not-published = 课程现在没有发布，不需要下架。
catalog-fault-not-withdrawn = 课程没有下架，不需要重新上架。
catalog-fault-taken-down = 课程是紧急下架的，不能直接重新上架。请修改后重新审核、发布。
catalog-fault-taken-down-before = 课程已经紧急下架。
catalog-fault-not-discarded = 这一版不能放弃：它是第一版，或者已经提交过审核。
catalog-fault-not-deleted = 课程不在回收站里。
catalog-fault-decided = 这次提交刚才已有结论，或作者已撤回。您的结论没有保存。
catalog-fault-unchecked = 还有 { $count } 项没有勾选，第一项是“{ $first }”。全部勾选才能通过；有问题的，请退回作者。
catalog-fault-findings = 有 { $count } 项记了问题，第一项是“{ $first }”。有问题的请退回作者；问题已经不在的，请清空再勾选。
catalog-fault-no-reason = 请写明退回的理由。
catalog-fault-full = 没有加入：一门课程最多 { $most } { -lesson }，目录最多六级。
catalog-fault-too-deep = 目录最多六级，不能再往下放。
catalog-fault-into-itself = 不能放到自己下面。
catalog-fault-no-files = 请先选择文件。
catalog-fault-many-files = 一次最多上传 { $most } 个文件，请分几次上传。
catalog-fault-not-media = 这个文件不是能识别的视频或音频，或者已经损坏。请换一个文件，例如 MP4 或 MP3。
catalog-fault-not-pdf = 这个文件不是 PDF 或 Office 文档，或者已经损坏。请换一个文件。
catalog-fault-one-file = 请在名为 file 的字段中放一个文件，不能多也不能少。
catalog-fault-takes-no-file = 这种课时不带文件。只有 PDF 和下载课时可以换文件。
catalog-fault-not-text = 文件里不是文字，或者编码既不是 UTF-8 也不是 GB18030。请另存为 UTF-8 后再上传。
catalog-fault-no-picture = 请先选择图片。
catalog-fault-picture-kind = 这个文件不是 PNG、JPEG、WebP 或 GIF 图片。文件名的后缀不算数，平台看的是内容。请换一种格式再上传。
catalog-fault-picture-broken = 图片不完整或已经损坏。请重新导出或重新截图后再上传。
catalog-fault-picture-bytes = 图片太大，最多 { $most } MB。请压缩或缩小后再上传。
catalog-fault-picture-pixels = 图片有 { $width } × { $height } 像素，太大。长边最多 { $side } 像素，总共最多 { $most } 万像素。请缩小后再上传。
catalog-fault-many-pictures = 一门课程最多 { $most } 张图片。请先移除没有用到的图片。
catalog-fault-picture-used = 有版本正在用这张图片，不能移除。请先从草稿的正文里去掉它；已发布的版本会一直保留它的图片。
catalog-fault-no-author = 没有这个用户名，或者他已是第一作者。
catalog-fault-category-deep = 分类最多四级。
catalog-fault-category-taken = 同一级里已有这个名称。
catalog-fault-category-used = 分类下面还有课程或下级分类，不能删除。请先把它们移走。

## 通知

catalog-notice-submitted = { $who }提交了课程「{ $title }」，等待审核
catalog-notice-submitted-text = 请按检查单审核，提出意见，作出结论。
catalog-notice-submitted-name = 有课程等待审核
catalog-notice-returned = 课程「{ $title }」被{ $who }退回修改
catalog-notice-returned-text = 请按意见修改后重新提交。
catalog-notice-returned-name = 我的课程被退回
catalog-notice-approved = 课程「{ $title }」审核通过，等待发布
catalog-notice-approved-text = { $who }已审核通过。请确认后发布。
catalog-notice-approved-name = 有课程等待发布
catalog-notice-taken-down = 课程「{ $title }」被{ $who }紧急下架
catalog-notice-taken-down-text = 请查看原因。修改后重新审核、发布，才能恢复。
catalog-notice-taken-down-name = 我的课程被紧急下架
catalog-notice-review-overdue = 课程「{ $title }」的审核或发布已逾期
catalog-notice-review-overdue-text = 请尽快办理。院系（部门）审核逾期的，中心的{ -reviewer }可以代审。
catalog-notice-review-overdue-name = 课程审核或发布逾期
catalog-notice-published = 课程「{ $title }」已发布
catalog-notice-published-text = { $who }发布了您的课程，可以开始学习了。
catalog-notice-published-name = 我的课程已发布

## 后台任务、审批、审计

catalog-job-purge = 清理课程回收站
catalog-job-reindex = 重建课程的全文索引
catalog-approval-release = 课程发布
catalog-audit-course-created = 新建课程
catalog-audit-course-deleted = 删除课程
catalog-audit-course-restored = 恢复课程
catalog-audit-course-submitted = 提交课程审核
catalog-audit-course-approved = 课程审核通过
catalog-audit-course-approved-by-department = 院系审核通过
catalog-audit-course-returned = 退回课程
catalog-audit-course-recalled = 撤回课程
catalog-audit-course-published = 发布课程
catalog-audit-course-withdrawn = 下架课程
catalog-audit-course-taken-down = 课程紧急下架
catalog-audit-course-reinstated = 课程重新上架
catalog-audit-version-begun = 开始新版本
catalog-audit-version-discarded = 放弃版本
catalog-audit-facts-saved = 修改课程信息
catalog-audit-lesson-added = 加入{ -lesson }
catalog-audit-track-kept = 保存字幕
catalog-audit-track-removed = 删除字幕
catalog-audit-lesson-saved = 修改{ -lesson }
catalog-audit-lesson-moved = 移动{ -lesson }
catalog-audit-lesson-removed = 移除{ -lesson }
catalog-audit-picture-added = 加入课程图片
catalog-audit-picture-removed = 移除课程图片
catalog-audit-author-added = 加入课程作者
catalog-audit-author-removed = 移除课程作者
catalog-audit-category-added = 加入课程分类
catalog-audit-category-saved = 修改课程分类
catalog-audit-category-deleted = 删除课程分类

## 谁可以做什么
may-courses = 课程
may-courses-read = 查看课程，包括起草中的
may-courses-write = 编写课程
may-courses-take-down = 紧急下架课程
may-courses-publish = 发布、下架课程
may-categories = 课程分类
may-categories-manage = 管理课程分类
may-reviews = 课程审核
may-reviews-read = 查看审核中的课程
may-reviews-decide = 审核课程

## 编写页：目录、自动保存、历史、回收站

catalog-busy = 处理中
catalog-remarks-count = { $count } 条审核意见
catalog-tree-help = 双击标题或按 F2 可以改名。
catalog-field-where = 放在哪里
catalog-where-after = 「{ $title }」之后
catalog-where-below = 「{ $title }」之下
catalog-missing-more = 另外还有 { $count } 项，目录里都标着“未完成”。
catalog-removed = 「{ $title }」已移入回收站。
catalog-put-back = 放回目录
catalog-put-back-name = 把「{ $title }」放回目录
catalog-bin = 目录回收站
catalog-bin-line = 从目录移除的内容在这里保留 { $days } 天，这一版发布或放弃时清空。
catalog-bin-empty = 回收站是空的。
catalog-bin-by = { $who }于 { $at } 移除
catalog-bin-below = 连同下级 { $count } 项
catalog-lesson-restored = 已放回目录。
catalog-copy-lesson = 复制一份
catalog-copy-of = { $title }（副本）
catalog-lesson-copied = 已复制 { $count } 项，副本排在原件之后。
catalog-copy-course = 复制课程
catalog-course-copied = 已复制成一门新课程，作者是您。改名、修改后再送审。
catalog-lesson-acts = 移动、复制、移除
catalog-draft-saved = 已在 { $at } 自动保存
catalog-draft-typing = 正在输入……
catalog-draft-saving = 正在保存……
catalog-draft-offline = 没有保存：连不上服务器。内容已留在这台设备上，连上后自动保存。
catalog-draft-only = 没有保存：连不上服务器，这台设备也存不下。请不要关闭页面。
catalog-draft-failed = 没有保存。内容已留在这台设备上，请再点一次“保存”。
catalog-draft-aside = { $who }在 { $at } 保存了这一{ -lesson }。您写的已经存入历史，没有覆盖对方；点“保存”可以把两份放在一起对照。
catalog-draft-kept = 这台设备上留有一份没有保存的内容。
catalog-draft-restore = 放进来继续写
catalog-draft-forget = 不要了
catalog-draft-restored = 已放进来，正在保存。
catalog-sitting-own = 您在另一个页面打开着这一{ -lesson }。在那里写，或者接过来在这里写。
catalog-sitting-theirs = { $who }从 { $since } 起正在写这一{ -lesson }，您现在可以看。接过来写之前，最好先和对方说一声；对方写的不会丢。
catalog-take-over = 接过来写
catalog-history = 历史
catalog-history-line = 每个人每次编写留一份，最多 { $most } 份，最早的先清除。
catalog-history-empty = 这一{ -lesson }还没有保存过改动。
catalog-column-revision = 修订
catalog-column-when = 保存时间
catalog-column-who = 谁写的
catalog-column-characters = 字数
catalog-column-acts = 操作
catalog-revision = 修订 { $number }
catalog-revision-label = { $number }·{ $who }·{ $at }
catalog-revision-now = 现在的内容
catalog-revision-aside = 未采用
catalog-revision-began = { $at } 开始
catalog-revision-restored = 已恢复。恢复前的内容也在历史里。
catalog-restore-revision = 恢复
catalog-restore-revision-name = 恢复修订 { $number }
catalog-difference = 差异
catalog-difference-old = 较早的
catalog-difference-new = 较新的
catalog-difference-line = 从“{ $old }”到“{ $new }”：删去的划线，新写的加下划线。
catalog-compare = 比较
catalog-unit-revisions = 份
catalog-use-item = 放进课程
catalog-use-line = 把“{ $title }”放进您的一门课程草稿，成为最后一讲。文件不另存一份。
catalog-use-course = 课程草稿
catalog-use-choose = 请选择
catalog-use-hint = 只列出您的草稿。水印和下载的要求会一起带过去。
catalog-use-none = 您现在没有课程草稿。
catalog-use-do = 放进去
catalog-use-no-download = 这项资源不允许下载，也不能在课程里直接显示，所以不能放进课程。
catalog-use-unmarkable = 这项资源要求加水印，但这种文件不能加，所以不能放进课程。
