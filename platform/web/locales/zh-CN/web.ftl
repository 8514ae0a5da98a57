# Frame and navigation
web-brand = 杏坛
web-brand-seal = 杏坛
web-skip = 跳到正文
web-menu-main = 主导航
web-menu-bottom = 常用
web-menu-all = 全部功能
web-menu-count = 项待办
web-crumbs = 所在位置
web-search = 搜索
web-notifications = 消息
web-notifications-unread = 消息，{ $count } 条未读
web-account = 我的账号
web-sign-out = 退出登录
web-back-home = 回到首页
web-demo = 演示环境，人物和数据均为虚构。

# Common words
web-save = 保存
web-cancel = 取消
web-close = 关闭
web-print = 打印
web-copy = 复制
web-copied = 已复制。
web-copy-failed = 浏览器没有允许复制，请选中后手动复制。
web-pager = 前后页

# Themes
web-theme = 显示
web-theme-system = 跟随设备
web-theme-light = 浅色
web-theme-dark = 深色
web-theme-contrast = 高对比度，浅色
web-theme-contrast-dark = 高对比度，深色

# Forms
web-form-optional = 可不填
web-drop = 把文件拖到这里，或者点按钮选择。
web-drop-none = 还没有选择文件。
web-upload-resume = 继续上传
web-upload-progress = 已上传 [percent]：[name]
web-upload-failed = “[name]”没有传完：[reason]
web-upload-waiting = 网络断开了，正在等待；恢复后从断开的地方接着传。
web-upload-done = “[name]”已传完，提交后生效。
web-upload-remove = 移除“[name]”
web-upload-too-large = “[name]”太大，最多 [most]。请压缩或拆分后再上传。
web-upload-again = 要接着传“[name]”，请再选一次这个文件。
web-upload-wait = 文件还在上传。传完后会自动提交，请不要关闭本页。
web-rules = 密码的要求
web-rule-met = 已满足：
web-rule-unmet = 未满足：
web-preview = 预览
web-preview-failed = 预览没有更新：连不上服务器。写下的内容还在，稍后会自动再试。
web-marks = 给正文加格式：
web-mark-bold = 加粗
web-mark-heading = 标题
web-mark-list = 列表
web-mark-steps = 步骤
web-mark-quote = 引用
web-mark-link = 链接
web-mark-table = 表格
web-mark-code = 代码
web-mark-formula = 公式
web-mark-words = 文字
web-mark-column = 列

# Lists
web-list-search = 查找
web-list-filter = 筛选
web-list-tick = 选择
web-list-tick-all = 选择本页全部
web-list-tick-one = 选择{ $what }
web-list-bulk = 对所选各行
web-list-chosen-none = 还没有选择
web-list-chosen-some = 已选 [count] 项
web-list-pages = 分页
web-list-range = 第 { $first }–{ $last } 条，共 { $total } 条
web-list-range-beyond = 第 { $first }–{ $last } 条，超过 { $total } 条
web-figures-as-of = 数字截至 { $time }
web-list-previous = 上一页
web-list-next = 下一页
web-list-nothing = 没有找到与「{ $query }」相符的内容。换个词，或者减少筛选条件。
web-list-show-all = 看全部
web-list-export-excel = 导出 Excel

# Jobs
web-job-progress = 进度
web-refresh-by-hand = 刷新进度
web-refresh-offline = 暂时连不上服务器，任务仍在后台进行，连上后这里会继续更新。

# Tree of lessons or units
web-tree = 可以拖动排序；用键盘时按住 Alt 再按方向键：上下移动，右键放到上一项之下，左键移出一级。
web-tree-moved = 已移动「[name]」：第 [level] 级，第 [position] 项，共 [total] 项。
web-tree-first = 已经是第一项。
web-tree-last = 已经是最后一项。
web-tree-deep = 不能再往下放一级。
web-tree-shallow = 已经在最外一级。
web-tree-saved = 新的顺序已保存。
web-tree-failed = 新的顺序没有保存：连不上服务器。页面上的顺序先保留，请稍后再试。
web-tree-refused = 新的顺序没有保存，页面已恢复原来的顺序。
web-tree-handle = 移动「{ $name }」
web-tree-renamed = 已改名为「[name]」。

# PDF
web-pdf-open = 打开文件
web-pdf-page = 页码
web-pdf-of = / [count]
web-pdf-previous = 上一页
web-pdf-next = 下一页
web-pdf-larger = 放大
web-pdf-smaller = 缩小
web-pdf-fit = 适合宽度
web-pdf-loading = 正在打开文件……
web-pdf-failed = 这个浏览器打不开这份文件，可以下载后查看。

# Study time
web-attention-script = 学习时间要在页面脚本运行后才开始计。
web-attention-running = 正在计学习时间。
web-attention-hidden = 页面被切到后台，学习时间暂停；已学的没有损失，回来后继续。
web-attention-blurred = 正在使用别的窗口，学习时间暂停；点一下本页即可继续。
web-attention-offline = 网络已断开。学习记录先存在这台设备上，连上后由服务器核对计入。
web-attention-elsewhere = 这个账号在另一台设备上开始了学习，这里已暂停。要在这里继续，请重新打开本页。
web-attention-ended = 学习时间暂不再计。请重新打开本页。
web-attention-finished = 这一讲已完成。

# Player
web-player-name = 播放器：{ $title }
web-player-script = 页面脚本运行后才能播放并计学习时间。
web-player-ready = 按「播放」开始。真正播放过的部分才计入。
web-player-only = 按「播放」开始。
web-player-resume = 上次看到 [time]，按「播放」从这里继续。
web-player-paused = 已暂停，不计学习时间。
web-player-waiting = 正在缓冲，等待的时间不计。
web-player-hidden = 页面被切到后台，已自动暂停；已学的没有损失。按「播放」继续。
web-player-offline = 网络已断开。已播放的部分先存在这台设备上，连上后补报，由服务器核对计入。
web-player-failed = 这个浏览器播放不了这段内容。请换用新版的 Chrome、Edge、Firefox 或 Safari，再打开本页。
web-player-gone = 这段内容现在打不开：可能已经退出登录，或者课程有变动。请重新打开本页。
web-player-unreached = 播放器没有加载完，可能是网络断开了。请再按一次「播放」。
web-player-ahead = 首次学习不能快进到没看过的部分，现在最远可以到 [time]。看过的部分可以任意回看。
web-player-checking = 已暂停：请先回答弹出的问题，回答后接着播放。
web-player-reopen = 重新打开本页
web-player-seek = 播放位置
web-player-place = [position]，共 [duration]
web-player-minutes = [minutes] 分 [seconds] 秒
web-player-hours = [hours] 小时 [minutes] 分 [seconds] 秒
web-player-play = 播放
web-player-pause = 暂停
web-player-back = 后退 10 秒
web-player-mute = 静音
web-player-loud = 取消静音
web-player-volume = 音量
web-player-speed = 播放速度
web-player-captions = 字幕
web-player-captions-off = 不显示字幕
web-player-apart = 画中画
web-player-full = 全屏
web-player-unfull = 退出全屏
web-player-again = 从头播放
web-player-keys = 快捷键
web-player-keys-where = 焦点在播放器里时可用；空格键也可以播放或暂停。
web-player-key-play = 播放或暂停
web-player-key-ten = 后退或前进 10 秒
web-player-key-five = 后退或前进 5 秒
web-player-key-volume = 调高或调低音量
web-player-key-speed = 放慢或加快，最快 2 倍
web-player-key-mute = 静音
web-player-key-captions = 显示或关闭字幕
web-player-key-full = 全屏
web-player-key-help = 打开这份列表
web-player-check = 播放已暂停，这段时间不会丢。选对之后接着播放。
web-player-check-late = 还没有回答，播放会一直停在这里，已计入的学习时间不受影响。
web-player-check-offline = 暂时连不上服务器，答案没有送到。请稍后再选一次。
web-dot = ·

## 机构标志与主题色

web-manifest-description = 在线学习、考试和学习记录
web-brand-svg = SVG 文件里可能藏有脚本，因此不收。请导出为 PNG，再上传。
web-brand-kind = 这不是 PNG、JPEG 或 WebP 图片。请换一个文件，或者先转换格式。
web-brand-bytes = 图片超过 { $most } MB。请缩小尺寸或压缩后再上传。
web-brand-large = 图片的长或宽超过 { $most } 像素。请缩小后再上传。
web-brand-small = 图片太小，显示会模糊。长和宽都至少要有 { $least } 像素。
web-brand-shape = 图片太长了：一边最多是另一边的 { $times } 倍。请裁掉空白后再上传。
web-brand-damaged = 图片打不开，可能没有传完整或已经损坏。请重新导出后再上传。
web-first-done = 已完成

# 这台设备上待提交的离线学习
web-kept-sent = 离线学习的记录已经提交。
web-kept-check = 离线学习的记录还没有提交完：要先确认在场。
web-kept-held = 离线学习的记录还在这台设备上，稍后自动再提交。
web-kept-look = 查看
web-install = 安装到设备
