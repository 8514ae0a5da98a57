### 登录、会话、自己的账号、首次设置、安全管理。

## 各页共用的词

accounts-name = 姓名
accounts-user-name = 用户名
accounts-password = 密码
accounts-unit = { -unit }
accounts-position = { -position }
accounts-staff-number = { -member-number }
accounts-mail = 邮箱
accounts-mobile = 手机
accounts-last-sign-in = 最近登录
accounts-never = 从未
accounts-any = 全部
accounts-by-program = 系统
accounts-unit-classes = 类
accounts-unit-devices = 台

## 登录

accounts-door-title = 登录
accounts-door-line = 账号由{ -centre }统一开通。
accounts-door-remember = 在这台设备上保持登录 7 天
accounts-door-back = 回到登录
accounts-door-other-account = 换一个账号登录
accounts-door-wrong = 密码不对。还可以试 { $left } 次，之后账号锁定 { $minutes } 分钟。
accounts-door-wrong-here = 密码不对。在这台设备上还可以试 { $left } 次，之后这台设备锁定 { $minutes } 分钟。
accounts-door-locking = 密码不对，而且已连续输错多次，账号锁定到 { $until }。在您平时登录的设备上，用正确的密码仍能登录；在这里请等到那时再试。{ $way }
accounts-door-locking-here = 密码不对，而且在这台设备上已连续输错多次，到 { $until } 之前不能在这台设备上登录这个账号。可以等到那时再试。{ $way }
accounts-door-locked = 连续输错次数太多，账号锁定到 { $until }，在这之前密码正确也不能在这里登录。在您平时登录的设备上，用正确的密码仍能登录。{ $way }
accounts-door-locked-here = 在这台设备上连续输错次数太多，到 { $until } 之前密码正确也不能在这台设备上登录这个账号。可以等到那时再试。{ $way }
accounts-door-way-mail = 急用时，登记过邮箱的可以用“忘记密码”重设；没有登记的，请提交“登录求助”，由负责您的管理员办理。
accounts-door-way-ticket = 急用时，请提交“登录求助”，由负责您的管理员解除锁定或重设密码。
accounts-door-initial-expired = 密码正确，但初始密码超过 14 天没有使用，已经失效。请联系负责您的管理员重发，或者提交登录求助。
accounts-door-suspended = 密码正确，但账号暂停使用到 { $until }，到时自动恢复。{ $article }
accounts-door-frozen = 密码正确，但账号已被冻结，不能登录。{ $article }如需恢复，请联系{ -centre }。
accounts-door-closed = 密码正确，但账号已经注销，不能再登录。{ $article }如需学习，请向{ -centre }申请新的账号。
accounts-door-revoked = 密码正确，但账号的使用资格已被取消，不能登录。{ $article }如需恢复，请向{ -centre }提出申请。
accounts-door-article = 依据：{ $article }。
accounts-door-contest = 查看决定，提出申诉
accounts-door-cap = 同时登录的设备超过了您的角色允许的数目，最早登录的 { $count } 处已退出。
accounts-door-signed-out = 已退出登录。

## 会话为什么结束

accounts-ended-signed-out = 您已退出登录。
accounts-ended-idle = 较长时间没有操作，为保护您的账号已自动退出。请重新登录，之前保存的内容都在。
accounts-ended-expired = 这次登录的有效时间已到，请重新登录。
accounts-ended-elsewhere = 您在另一台设备上结束了这里的登录。
accounts-ended-cap = 您的账号在别处登录，同时登录的设备超过了允许的数目，这里最早登录，已退出。如果不是您本人，请立即登录并更改密码。
accounts-ended-secured = 账号的主人表示有人冒用，所有设备都已退出。请重新登录并更改密码。
accounts-ended-password = 账号的密码已更改，其他设备都已退出。请用新密码登录。
accounts-ended-administrator = 安全管理员结束了这里的登录。如有疑问，请提交登录求助。
accounts-ended-codes = 连续输错次数太多，这次登录已结束。

## 演示人物

accounts-demo-title = 以示例人物进入
accounts-demo-line = 这是演示环境，人物和数据均为虚构。点一个人物即可登录。
accounts-demo-learning = 在学的人
accounts-demo-teaching = 教学与质量
accounts-demo-organising = 组织培训
accounts-demo-administering = 平台三员

## 第二步验证（登录时）

accounts-factor-title = 第二步验证
accounts-factor-line = { $name }，请输入验证器应用里显示的验证码。
accounts-factor-code = 验证码
accounts-factor-hint = 6 位数字，每 30 秒更换一次。手机不在身边时，可以输入一个恢复码。
accounts-factor-continue = 继续
accounts-factor-wrong = 验证码不对，或者已经用过。还可以试 { $left } 次，之后账号锁定 { $minutes } 分钟。
accounts-factor-locked = 连续输错次数太多，已暂时锁定，这次登录已结束。请稍后再登录，或者提交登录求助。

## 再次确认密码

accounts-proof-title = 确认是您本人
accounts-proof-line = 接下来的操作关系到账号安全。请再输入一次密码，10 分钟内不再询问。

## 忘记密码

accounts-forgotten-title = 忘记密码
accounts-forgotten-line = 输入用户名或登记过的邮箱，我们把重设密码的链接发到登记的邮箱。
accounts-forgotten-who = 用户名或邮箱
accounts-forgotten-send = 发送链接
accounts-forgotten-sent = 如果这个账号登记了邮箱，重设密码的链接已经发出，30 分钟内有效，只能用一次。没有收到时，请看一下垃圾邮件。
accounts-forgotten-unmailed = 这里没有配置邮件服务器，不能用邮件找回密码。
accounts-forgotten-unmailed-who = 可以直接找负责您的管理员（{ -subsidiary }{ -manager }或{ -centre }），当面重设密码，领取新的密码条。
accounts-forgotten-unmailed-ticket = 也可以提交“登录求助”，写明姓名和联系方式，管理员核实后与您联系。
accounts-forgotten-unmailed-officers = 系统、安全、审计管理员的密码，由三员中的另外两员在“三员事项”中办理。
accounts-forgotten-no-mail = 没有登记邮箱时，由负责您的管理员帮您重设密码。
accounts-reset-link-title = 重设密码
accounts-reset-line = 为账号 { $user } 设置新密码。
accounts-reset-gone = 这个链接已经用过或已过期（有效 30 分钟）。请在登录页重新点“忘记密码”。
accounts-reset-done = 新密码已生效，其他设备都已退出。请用新密码登录。

## 密码

accounts-password-title = 更改密码
accounts-password-line = 更改后，其他设备上的登录会立即退出。
accounts-password-must = 请先设置一个只有您知道的新密码，然后继续。
accounts-password-current = 现在的密码
accounts-password-new = 新密码
accounts-password-again = 再输入一次新密码
accounts-password-set = 使用新密码
accounts-password-since = 上次更改：{ $at }
accounts-password-short = 密码太短，至少要 { $min } 个字符。
accounts-password-long = 密码太长，最多 { $max } 个字符。
accounts-password-classes = 密码的字符种类太少：大写字母、小写字母、数字、其他符号中，至少要有 { $classes } 类。
accounts-password-personal = 密码里含有您的姓名或用户名，容易被猜到，请换一个。
accounts-password-guessable = 这个密码很常见，容易被猜到。可以用几个不相关的词连起来。
accounts-password-reused = 这个密码最近用过。请换一个没有用过的密码。
accounts-password-unequal = 两次输入的新密码不一样。
accounts-password-meanwhile = 密码刚刚在别处更改过，这次没有保存。请用新密码重新登录后再改。
accounts-password-done = 新密码已生效。{ $ended ->
        [0] 没有其他设备在登录。
       *[other] 另外 { $ended } 处登录已退出。
    }
accounts-rule-length = 至少 { $min } 个字符
accounts-rule-classes = 大写字母、小写字母、数字、其他符号中至少 { $classes } 类
accounts-rule-equal = 两次输入一致
accounts-rule-guessable = 不含姓名和用户名，也不是常见的密码。
accounts-rule-history = 不与最近 { $count } 次用过的密码相同。
accounts-rule-rotation = 每 { $days } 天更换一次。

## 我的账号

accounts-account-title = 我的账号
accounts-account-facts = 基本信息
accounts-account-facts-line = 信息有误时，请联系负责您的管理员更正。
accounts-account-safety = 账号安全
accounts-account-looks = 语言和显示
accounts-account-font = 字号
accounts-account-font-usual = 标准
accounts-account-font-large = 较大
accounts-account-font-larger = 大
accounts-account-font-largest = 最大
accounts-account-films = 播放
accounts-account-films-line = 在您登录的每台设备上都这样播放；播放时可以随时另选。
accounts-account-captions = 字幕
accounts-account-captions-usual = 按本设备上次的选择
accounts-account-captions-on = 默认打开
accounts-account-captions-off = 默认关闭
accounts-account-caption-lang = 字幕语言
accounts-account-caption-lang-usual = 与页面语言相同
accounts-account-caption-lang-zh = 中文
accounts-account-caption-lang-en = 英文
accounts-account-caption-size = 字幕大小
accounts-account-caption-size-usual = 标准
accounts-account-caption-size-large = 大
accounts-account-caption-size-largest = 最大
accounts-account-speed = 播放速度
accounts-account-notices = 通知
accounts-account-notices-line = 每类消息可以选择在页面上看、用邮件收，或者都要。
accounts-account-notices-link = 选择怎样收到通知
accounts-account-lang = 语言
accounts-role-title = 我的角色
accounts-role-none = 目前没有授予任何角色。
accounts-role-acting = 现在以哪个角色工作
accounts-role-switch = 切换角色
accounts-role-switched = 现在的角色是{ $role }。
accounts-role-not-held = 您没有这个角色，没有切换。

## 第二步验证（设置）

accounts-second-factor-title = 两步验证
accounts-second-factor-line = 登录时除了密码，再输入手机验证器应用里的验证码。密码泄露时，别人也进不来。
accounts-second-factor-is-on = 已开启
accounts-second-factor-is-off = 未开启
accounts-second-factor-since = 自 { $at } 起
accounts-second-factor-on = 开启两步验证
accounts-second-factor-off = 关闭两步验证
accounts-second-factor-off-line = 关闭后只凭密码就能登录，恢复码同时作废。
accounts-second-factor-stays = 这是您最后一种第二步验证方式，您的角色要求保留，不能关闭或移除。要更换，请先添加新的验证器或通行密钥；设备遗失请联系安全管理员。
accounts-second-factor-off-done = 两步验证已关闭，现在只凭密码登录。
accounts-second-factor-step-1 = 在手机上安装任意一款验证器应用（支持 TOTP 即可）。
accounts-second-factor-step-2 = 用它扫描这个二维码。
accounts-second-factor-step-3 = 输入应用里显示的 6 位数字。
accounts-second-factor-by-hand = 不能扫码时，手动输入这个密钥：
accounts-second-factor-secret = 密钥
accounts-second-factor-qr = 两步验证的二维码
accounts-second-factor-wrong = 验证码不对。请确认手机时间准确，然后输入现在显示的 6 位数字。
accounts-second-factor-again = 设置页面已失效，没有开启。请重新扫码。
accounts-second-factor-on-already = 两步验证刚才已经开启，没有重复设置。
accounts-recovery-title = 恢复码
accounts-recovery-line = 手机丢失或换新时，用恢复码代替验证码登录。每个只能用一次。
accounts-recovery-once = 恢复码只在这里显示这一次。请打印或抄下来，放在安全的地方。
accounts-recovery-kept = 我已保存好
accounts-recovery-left = 还剩 { $count } 个
accounts-recovery-new = 生成新的恢复码
accounts-recovery-new-line = 生成后，原来剩下的恢复码全部作废。

## 会话

accounts-sessions-title = 登录的设备
accounts-sessions-line = 您的账号现在在这些设备上登录着。
accounts-sessions-started = 登录时间
accounts-sessions-seen = 最近活动
accounts-sessions-lasting = 保持登录 7 天
accounts-sessions-here = 这台设备
accounts-sessions-end = 退出
accounts-sessions-end-one = 退出 { $device } 上的登录
accounts-sessions-end-others = 退出其他设备
accounts-sessions-ended-one = 那台设备上的登录已退出。
accounts-sessions-ended = 其他 { $count } 处登录已退出。
accounts-sessions-secured = 其他 { $count } 处登录已退出，接口令牌已全部作废。请现在设置新密码，再看看有没有不认识的通行密钥。
accounts-not-me-title = 看到不认识的设备或登录？
accounts-not-me-line = 立即保护账号：其他设备全部退出，接口令牌全部作废，通行密钥要和密码一起才能用，并且马上更改密码。您已保存的学习记录不受影响。
accounts-not-me = 不是我本人，保护账号

## 登录记录

accounts-sign-ins-title = 登录记录
accounts-sign-ins-short = 每一次登录，包括没有成功的
accounts-sign-ins-line = 每一次登录都在这里，包括没有成功的。保存 { $days } 天。
accounts-sign-ins-empty = 还没有登录记录。
accounts-place-unknown = 按网络和设备判断是否异常。机构登记过的网络显示名称，其他的显示网络地址；没有配置地理位置数据，因此不显示城市。
accounts-log-at = 时间
accounts-log-outcome = 结果
accounts-log-device = 设备
accounts-log-ip = 网络地址
accounts-log-unusual = 异常
accounts-log-from = 从
accounts-log-to = 到
accounts-log-all = 全部
accounts-log-only-unusual = 只看异常
accounts-log-nobody = 没有这个用户
accounts-log-search = 姓名、用户名、网络地址
accounts-log-empty = 这段时间没有登录记录。
accounts-outcome-done = 登录成功
accounts-outcome-second-factor = 密码正确，待第二步验证
accounts-outcome-wrong = 密码不对
accounts-outcome-locking = 密码不对，账号锁定
accounts-outcome-locked = 锁定期间尝试
accounts-outcome-device-locking = 在常用设备上输错，设备锁定
accounts-outcome-device-locked = 设备锁定期间尝试
accounts-outcome-wrong-code = 验证码不对
accounts-outcome-locking-code = 验证码不对，账号锁定
accounts-outcome-initial-expired = 初始密码已失效
accounts-outcome-suspended = 账号暂停
accounts-outcome-frozen = 账号冻结
accounts-outcome-closed = 账号已注销
accounts-outcome-revoked = 资格已取消
accounts-outcome-throttled = 尝试太频繁，暂不受理
accounts-outcome-forgotten = 申请重设密码
accounts-outcome-reset = 通过邮件重设密码
accounts-outcome-ticket = 提交登录求助
accounts-unusual-device = 新设备
accounts-unusual-network = 新网络
accounts-unusual-failures = 多次失败之后

## 接口令牌

accounts-tokens-title = 接口令牌
accounts-tokens-short = 让程序代您读写数据
accounts-tokens-line = 程序凭令牌代您读写数据，能做的不超过您自己的权限。令牌如同密码，请勿发给别人。
accounts-tokens-empty = 还没有令牌。
accounts-tokens-new = 新建令牌
accounts-tokens-name = 用途
accounts-tokens-name-hint = 例如“人事系统同步”，便于日后辨认。
accounts-tokens-scopes = 权限范围
accounts-tokens-scopes-hint = 只选程序需要的。
accounts-tokens-scope-all = 我的全部权限
accounts-tokens-family = { $what }（{ $name }）
accounts-tokens-scope-none = 请至少选择一项您自己拥有的权限。
accounts-tokens-days-label = 有效期
accounts-tokens-days = { $days } 天
accounts-tokens-endless = 长期有效
accounts-tokens-make = 生成令牌
accounts-tokens-fresh = 令牌已生成
accounts-tokens-once = 密钥只在这里显示这一次，离开后无法再看到。请现在复制到程序里。
accounts-tokens-key = 令牌编号
accounts-tokens-secret = 密钥
accounts-tokens-expires = 到期
accounts-tokens-created = { $at } 生成
accounts-tokens-used = 最近使用
accounts-tokens-unused = 未使用过
accounts-tokens-revoke = 作废
accounts-tokens-revoke-one = 作废令牌“{ $name }”
accounts-tokens-revoked = 令牌已作废，使用它的程序从现在起不能再访问。
accounts-tokens-is-revoked = 已作废
accounts-tokens-is-expired = 已到期
accounts-tokens-most = 有效的令牌最多 { $most } 个。请先作废不用的，再生成新的。

## 协议与同意

accounts-consents-title = 协议与授权
accounts-consents-short = 同意过的协议和版本
accounts-consents-line = 您同意过的协议及其版本。条款有实质变化时，会请您重新确认。
accounts-consents-door = 使用平台之前，请阅读并确认以下协议。
accounts-consents-demo = 演示环境中的人物为虚构，不要求确认协议。
accounts-consents-agree = 我已阅读并同意《{ $title }》
accounts-consents-accept = 确认
accounts-consents-tick = 请阅读后勾选。不同意则不能使用平台。
accounts-consents-done = 已记录您的确认。
accounts-consents-given = { $at } 同意
accounts-consents-open = 尚未确认
accounts-consents-withdraw = 撤回同意
accounts-consents-withdraw-line = 撤回后立即停止使用平台，直到重新同意；此前的学习记录依照法律和培训制度保存。
accounts-consents-withdrawn = 同意已撤回。重新同意之前，不能使用其他页面。
accounts-consents-past = 历史
accounts-consents-agreement = 协议
accounts-consents-version = 版本
accounts-consents-at = 同意时间
accounts-consents-until = 撤回时间
accounts-agreement-version = 第 { $version } 版

accounts-terms = 用户协议
accounts-terms-1-title = 账号由谁使用
accounts-terms-1 = 账号由{ $institution }开通，只供本人学习和工作使用。不得出借、转让或让他人代学；发现账号被人使用，请立即更改密码并告知管理员。
accounts-terms-2-title = 学习记录由服务器认定
accounts-terms-2 = 学习时长、作业和考试成绩以服务器记录为准，计算方法在页面上公开。对结果有异议，可以提出申诉，由另一人复核。
accounts-terms-3-title = 发布内容的责任
accounts-terms-3 = 在讨论、作业和资源中发布内容，应当合法、真实，尊重他人的姓名、肖像、名誉和著作权。违反培训制度的，按制度规定的条款处理，并告知依据和申诉途径。
accounts-terms-4-title = 课程内容的使用
accounts-terms-4 = 课程内容供本人学习使用。未经权利人许可，不得复制、录制或对外传播。
accounts-terms-5-title = 协议的变更
accounts-terms-5 = 条款有实质变化时，会在登录后请您重新确认；不同意可以停止使用，已有的学习记录依照法律和培训制度保存。

accounts-privacy = 个人信息保护说明
accounts-privacy-1-title = 收集哪些信息
accounts-privacy-1 = { $institution }为组织学习收集：姓名、用户名、所属单位和岗位、登记的邮箱和手机、学习与考试记录、登录的时间、网络地址和设备。依规定需要实名时，才收集身份证件信息，并加密保存。
accounts-privacy-2-title = 用来做什么
accounts-privacy-2 = 用于开通和保护账号、安排和记录学习、评定成绩、发放证书，以及法律要求的日志留存。不用于其他目的，不出售，也不提供给无关的人。
accounts-privacy-3-title = 谁能看到
accounts-privacy-3 = 您的教师和所在单位的培训管理人员，在各自职责范围内可以看到您的学习记录。查看加密信息须说明理由，并留下记录。
accounts-privacy-4-title = 保存多久
accounts-privacy-4 = 登录日志和操作日志至少保存 180 天；学习记录按培训制度保存。到期后删除，或处理成无法识别个人的数据。
accounts-privacy-5-title = 您的权利
accounts-privacy-5 = 您可以查看、复制、更正自己的信息，可以撤回同意，也可以申请删除；依法必须保存的，会说明原因。请在“我的账号”中办理，或联系管理员。未满十四周岁的，须由监护人同意。

## 登录求助

accounts-ticket-title = 提交登录求助
accounts-ticket-line = 登录不了时，把情况告诉负责您的管理员，由他们核实身份后联系您。请不要填写密码。
accounts-ticket-user-hint = 不记得可以不填。
accounts-ticket-name = 姓名
accounts-ticket-contact = 联系方式
accounts-ticket-contact-hint = 电话或邮箱，管理员据此联系您。
accounts-ticket-message = 遇到的情况
accounts-ticket-send = 提交
accounts-ticket-sent = 求助已收到，编号 { $number }。管理员核实后会按您留下的联系方式答复。
accounts-tickets-title = 登录求助
accounts-tickets-line = 登录不了的人从登录页提交的求助。
accounts-tickets-search = 编号、姓名、用户名、联系方式
accounts-tickets-empty = 没有登录求助。
accounts-ticket-heading = 登录求助 { $number }
accounts-ticket-number = 编号
accounts-ticket-at = 提交时间
accounts-ticket-state = 状态
accounts-ticket-open = 待答复
accounts-ticket-answered = 已答复
accounts-ticket-unknown = 没有这个用户
accounts-ticket-check = 任何人都可以在登录页填写求助。重设密码之前，请先用您自己掌握的电话或当面核实是本人。
accounts-ticket-answer = 处理结果
accounts-ticket-answer-hint = 写明怎样核实、怎样处理。
accounts-ticket-reset = 同时重设密码
accounts-ticket-reset-hint = 原密码立即失效，所有设备退出；新的初始密码只显示一次，14 天内有效，首次登录须更改。
accounts-ticket-close = 答复并结束
accounts-ticket-meanwhile = 刚才已有人答复了这条求助，您的答复没有保存。
accounts-ticket-answered-now = 答复已保存。
accounts-ticket-password = 新的初始密码
accounts-ticket-password-line = 只在这里显示这一次。请通过核实过的联系方式告诉本人，首次登录须更改。

## 首次设置

accounts-setup-title = 首次设置
accounts-setup-line = 三步完成，之后即可开始使用。
accounts-setup-steps = 步骤
accounts-setup-step-institution = 机构
accounts-setup-step-others = 负责人
accounts-setup-step-own = 您的账号
accounts-setup-code = 设置码
accounts-setup-code-hint = 启动程序时显示在服务器的控制台上，用来确认您是服务器的主人。用控制台上的链接打开本页，会自动填好。
accounts-setup-code-wrong = 设置码不对。它在启动程序的控制台或日志里，形如 abcd-efgh-jkmn。
accounts-setup-kind = 机构类型
accounts-setup-kind-hint = 决定各处的用词和默认的制度，以后可以更改。
accounts-setup-kind-academy = 企业网络学院：员工、部门、子公司、培训中心
accounts-setup-kind-school = 学校：学生、班级、教师、教务处
accounts-setup-kind-training = 培训机构：付费学员、校区、教务中心
accounts-setup-name = 机构名称
accounts-setup-zone = 时区
accounts-setup-zone-hint = 截止时间和统计按这个时区计算，例如 Asia/Shanghai。
accounts-setup-zone-unknown = 没有这个时区。请用“地区/城市”的英文名称，例如 Asia/Shanghai。
accounts-setup-separation = 三员分立：系统管理员、安全管理员、审计管理员互相监督，应由不同的人担任，一个人不能兼任。您将成为系统管理员；人员账号由{ -centre }开通。
accounts-setup-center-hint = 必填。开通账号、指派课程、发布课程。
accounts-setup-security-hint = 可以稍后开通。制定密码策略，关注异常登录。
accounts-setup-audit-hint = 可以稍后开通。只读审计轨迹。
accounts-setup-own-name = 您的姓名
accounts-setup-user-hint = 2 到 40 个字母、数字、点、横线或下划线，例如 gao.yuan。
accounts-setup-again = 再输入一次密码
accounts-setup-user-twice = 这个用户名上面已经用过。每个账号的用户名不能相同。
accounts-setup-agree = 我已阅读并同意用户协议和个人信息保护说明
accounts-setup-next = 下一步
accounts-setup-back = 上一步
accounts-setup-finish = 完成设置
accounts-setup-done-before = 机构已经设置好了，请登录。
accounts-setup-done-title = 设置完成
accounts-setup-done-line = 请把这些密码条交给本人。一小时后或点“已经保存”后不再显示。
accounts-setup-slip-role = 角色
accounts-setup-slip-address = 网址
accounts-setup-slip-password = 初始密码
accounts-setup-slip-line = { $day } 前有效，首次登录须更改。
accounts-setup-slips-away = 已经保存
accounts-setup-slips-away-line = 打印或抄下之后再继续。遗失时，由{ -centre }重发。
accounts-setup-ready = 设置完成，可以开始使用了。

## 安全管理

accounts-security-title = 安全
accounts-security-line = 异常登录、锁定的账号、现在的会话和近 7 天的角色变动。
accounts-security-sign-ins = 全部登录记录
accounts-security-sessions = 现在的会话
accounts-security-sessions-line = 现在登录着的人和设备。结束之后，那台设备须重新登录。
accounts-security-sessions-empty = 现在没有人登录。
accounts-security-several = 同时多处登录
accounts-security-beside = { $count } 处登录
accounts-security-end-one = 结束{ $name }在 { $device } 上的登录
accounts-security-see-all = 看全部
accounts-security-unusual = 异常登录
accounts-security-unusual-week = 近 7 天异常登录
accounts-security-unusual-none = 近 7 天没有异常登录。
accounts-security-locked = 锁定的账号
accounts-security-locked-now = 现在锁定
accounts-security-locked-none = 现在没有锁定的账号。
accounts-security-sessions-now = 现在会话
accounts-security-failures = 连续失败
accounts-security-until = 锁定到
accounts-security-changes = 角色变动
accounts-security-changes-week = 近 7 天角色变动
accounts-security-changes-none = 近 7 天没有角色变动。
accounts-security-granted = 由{ $by }授予，范围：{ $node }
accounts-security-ended = 由{ $by }收回，范围：{ $node }

accounts-policy-title = 安全策略
accounts-policy-line = 保存后立即生效；已有的密码在下次更改时按新策略检查。
accounts-policy-password = 密码
accounts-policy-password-hint = 更换周期填 0 表示不强制更换。
accounts-policy-lockout = 锁定与限速
accounts-policy-lockout-hint = 防止有人反复猜密码。常用设备单独计数：别人在别处输错，锁不住本人；每台设备各有同样多的次数，设为 0 台则不单独计数。
accounts-policy-second-factor = 两步验证
accounts-policy-second-factor-hint = 已经开启的人不能关掉最后一种方式，只能先添加再更换。
setting-accounts-second-factor-keep-officers = 系统、安全、审计三员必须保留
setting-accounts-second-factor-keep-staff = 除学员、家长外的其他角色必须保留
accounts-policy-session = 会话
accounts-policy-session-hint = 登录之后能保持多久。
accounts-policy-sessions = 同时登录数
accounts-policy-sessions-hint = 超过时最早的一处退出；填 0 表示不限。一人有多个角色时，取其中最严的。
accounts-policy-log = 日志
accounts-policy-log-hint = 法律要求至少保存 180 天。
accounts-policy-range = { $min } 到 { $max } { $unit }
accounts-policy-same = 没有改动，不需要保存。
accounts-policy-saved = 新的安全策略已生效。
accounts-policy-past = 变更记录
accounts-policy-past-none = 还没有改过。
accounts-policy-what = 项目
accounts-policy-before = 原来
accounts-policy-after = 改为
accounts-policy-by = 谁改的
accounts-policy-default = 默认
setting-accounts-password-min-length = 最短长度
setting-accounts-password-classes = 字符种类
setting-accounts-password-history = 不能与最近几次相同
setting-accounts-password-rotation-days = 更换周期
setting-accounts-lockout-failures = 连续输错几次后锁定
setting-accounts-lockout-minutes = 锁定时长
setting-accounts-lockout-devices = 单独计数的常用设备
setting-accounts-throttle-failures = 同一网络地址 10 分钟内允许的失败次数
setting-accounts-session-idle-minutes = 无操作自动退出
setting-accounts-session-hours = 一次登录最长
setting-accounts-session-lasting = 允许在自己的设备上保持登录 7 天
setting-accounts-sign-ins-keep-days = 登录日志保存
setting-accounts-sessions-admin = 系统管理员
setting-accounts-sessions-security = 安全管理员
setting-accounts-sessions-audit = 审计管理员
setting-accounts-sessions-center = { -centre }
setting-accounts-sessions-manager = { -subsidiary }{ -manager }
setting-accounts-sessions-contact = { -contact }
setting-accounts-sessions-supervisor = 督导
setting-accounts-sessions-reviewer = 课程审核人
setting-accounts-sessions-teacher = { -teacher }
setting-accounts-sessions-assistant = 助教
setting-accounts-sessions-homeroom = 班主任
setting-accounts-sessions-finance = 财务
setting-accounts-sessions-service = 客户服务
setting-accounts-sessions-parent = 家长
setting-accounts-sessions-learner = { -learner }

accounts-suspension-over = 暂停期满，自动恢复

## 通知

accounts-notice-new-device = 您的账号在新设备上登录
accounts-notice-new-device-text =
    { $at }，有人用您的密码在 { $device }（{ $ip }）上登录，这台设备以前没有用过。

    如果是您本人，不需要做什么。如果不是，请打开“登录的设备”，点“不是我本人，保护账号”。
accounts-notice-new-device-name = 新设备登录
accounts-notice-new-network = 您的账号从新的网络登录
accounts-notice-new-network-text =
    { $at }，您的账号在 { $device } 上登录，网络地址 { $ip } 以前没有出现过。

    如果是您本人，不需要做什么。如果不是，请打开“登录的设备”，点“不是我本人，保护账号”。
accounts-notice-new-network-name = 新网络登录
accounts-notice-locked = 您的账号因连续输错密码而锁定
accounts-notice-locked-text =
    有人从 { $ip } 连续输错密码，账号锁定到 { $until }，到时自动解除。

    在您平时登录的设备上，用正确的密码仍能登录。

    如果是您自己输错，稍后再试，或现在就用“忘记密码”：设好新密码即解除锁定。如果不是您，账号仍然安全；要马上保护账号，也用“忘记密码”，所有登录和接口令牌随即失效。没有登记邮箱的，请在登录页点“登录求助”。
accounts-notice-locked-name = 账号锁定
accounts-notice-device-locked = 您的一台常用设备因连续输错密码而锁定
accounts-notice-device-locked-text =
    有人在您平时登录的设备 { $device }（{ $ip }）上连续输错密码，到 { $until } 之前不能在这台设备上登录您的账号，到时自动解除。

    如果是您自己输错，稍后再试即可。如果不是，请看看设备是否在别人手里，登录后打开“登录的设备”，点“不是我本人，保护账号”。
accounts-notice-device-locked-name = 常用设备锁定
accounts-notice-password-changed = 您的密码已更改
accounts-notice-password-changed-text =
    您的密码已于 { $at } 更改，其他设备上的登录已退出。

    如果不是您改的，请立即用“忘记密码”重设，并联系管理员。
accounts-notice-password-changed-name = 密码更改
accounts-notice-reset-link = 重设密码
accounts-notice-reset-link-text =
    有人为账号 { $user } 申请重设密码。点下面的链接设置新密码，{ $minutes } 分钟内有效，只能用一次。

    如果不是您申请的，不需要做什么，密码没有改变。
accounts-notice-reset-link-name = 重设密码的链接
accounts-notice-password-due = 您的密码需在 { $day } 前更换
accounts-notice-password-due-text = 按照安全策略，密码须定期更换。到期后再登录，会先请您设置新密码；现在就可以更改。
accounts-notice-password-due-name = 密码到期提醒
accounts-notice-second-factor-on = 两步验证已开启
accounts-notice-second-factor-on-text = 从现在起，登录时除了密码还需要验证码。如果不是您开启的，请立即联系管理员。
accounts-notice-second-factor-on-name = 两步验证开启
accounts-notice-second-factor-off = 两步验证已关闭
accounts-notice-second-factor-off-text = 现在只凭密码就能登录。如果不是您关闭的，请立即更改密码并联系管理员。
accounts-notice-second-factor-off-name = 两步验证关闭
accounts-notice-token-made = 已生成接口令牌“{ $name }”
accounts-notice-token-made-text = 程序可以凭它代您读写数据。如果不是您生成的，请立即作废它并更改密码。
accounts-notice-token-made-name = 接口令牌
accounts-notice-ticket = { $name }提交了登录求助 { $number }
accounts-notice-ticket-text = 请核实身份后处理。
accounts-notice-ticket-name = 登录求助

## 后台任务

accounts-job-sessions = 结束到期的会话
accounts-job-restore = 恢复暂停期满的账号
accounts-job-purge = 清理过期的登录记录和会话
accounts-job-rotation = 提醒更换密码

## 审计轨迹

accounts-audit-signed-in = 登录
accounts-audit-signed-out = 退出登录
accounts-audit-sign-in-refused = 登录未成功
accounts-audit-session-ended = 结束会话
accounts-audit-account-secured = 本人保护账号
accounts-audit-password-changed = 更改密码
accounts-audit-password-reset-by-link = 通过邮件重设密码
accounts-audit-recovery-code-used = 使用恢复码
accounts-audit-recovery-codes-made = 生成恢复码
accounts-audit-second-factor-on = 开启两步验证
accounts-audit-second-factor-off = 关闭两步验证
accounts-audit-token-made = 生成接口令牌
accounts-audit-token-revoked = 作废接口令牌
accounts-audit-consent-given = 同意协议
accounts-audit-consent-withdrawn = 撤回同意
accounts-audit-role-switched = 切换角色
accounts-audit-ticket-answered = 答复登录求助
accounts-audit-policy-changed = 更改安全策略
accounts-audit-institution-set-up = 设置机构
accounts-audit-slips-shown = 取走密码条
accounts-audit-person-restored = 暂停期满，自动恢复
accounts-notice-many-failures = 多次输错密码之后，有人登录了您的账号
accounts-notice-many-failures-text =
    连续输错 { $count } 次之后，{ $at } 用正确的密码登录成功：{ $device }，网络地址 { $ip }。

    如果是您本人，不需要做什么。如果不是，请打开“登录的设备”，点“不是我本人，保护账号”。
accounts-notice-many-failures-name = 多次失败后的登录
accounts-password-common = 这个密码是常见的组合（名字、生日、吉利数字、常用词或键盘顺序），容易被猜到。请用几个不相关的词连起来。
accounts-policy-places = 地点
accounts-policy-places-hint = 登录日志、登录的设备和通知中，用名称代替这些网络的地址。
setting-accounts-password-forbidden = 另外禁用的词
setting-accounts-password-forbidden-hint = 用空格或换行分开，例如简称、产品名。由这些词、常见词和数字拼成的密码不能使用；机构名称、本人姓名和用户名已经包括在内。
setting-accounts-networks = 本机构的网络
setting-accounts-networks-hint = 每行一个：名称 = 网络，例如：总部大楼 = 10.1.0.0/16。重叠时取较小的网络。
accounts-networks-form = 第 { $line } 行应写成“名称 = 网络”，名称最多 40 个字。
accounts-networks-network = 第 { $line } 行“=”后面不是网络地址。例如 10.1.0.0/16、192.0.2.7 或 2001:db8::/32。
accounts-networks-host = 第 { $line } 行的地址在网络号之后还有内容，可能写错了。例如 10.1.2.3/16 应写成 10.1.0.0/16。
accounts-networks-many = 最多 { $most } 行，请合并或删去从第 { $line } 行起的内容。
accounts-audit-password-rescued = 在服务器上重置密码
accounts-forgotten-officers = 安全管理员和审计管理员的密码不能用邮件找回：邮件由系统管理员掌管。请由三员中的另外两员在“三员事项”中办理。
accounts-rescue-ask = 新密码：
accounts-rescue-done = { $user }的密码已重设，{ $sessions } 处登录和全部接口令牌已失效；已记入审计轨迹。
accounts-rescue-second-factor = 两步验证已停用，请登录后重新开启。
accounts-rescue-not-in-use = 账号不在用（暂停、冻结、注销或取消资格），仍然不能登录。
accounts-reads-title = 敏感信息查看记录
accounts-reads-line = 谁在什么时候、因为什么查看了谁的被遮盖的信息。
accounts-reads-own-line = 谁在什么时候、因为什么查看了您被遮盖的信息。觉得不对的，请向安全管理员反映。
accounts-reads-short = 谁查看过您被遮盖的信息
accounts-reads-search = 姓名、用户名、查看人
accounts-reads-empty = 没有人查看过被遮盖的信息。
accounts-reads-field = 信息
accounts-reads-reader = 查看人
accounts-policy-openings = 账号开通
accounts-policy-openings-hint = 默认由培训中心开通全部账号，各单位申报。
setting-accounts-openings-direct = 允许子公司培训负责人直接开通账号（不经审批）
