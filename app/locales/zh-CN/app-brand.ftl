## 标志与颜色

app-place-branding = 标志与颜色
app-audit-brand-changed = 修改机构标志或主题色
app-branding-title = 标志与颜色
app-branding-line = 登录页、每页页首、密码条、PDF 和装到手机上的图标都用它们。
app-branding-accent = 主题色
app-branding-accent-hint = 用在主要按钮、链接和进度上。完成、等待、出错的颜色不变，免得看错。
app-branding-apricot = 杏色（默认）
app-branding-indigo = 靛蓝
app-branding-azure = 天青
app-branding-teal = 黛绿
app-branding-bamboo = 竹青
app-branding-plum = 梅紫
app-branding-violet = 紫罗兰
app-branding-umber = 赭褐
app-branding-own = 自定颜色
app-branding-own-label = 自定颜色的代码
app-branding-own-hint = 井号加六位数字或字母，选“自定颜色”时填写。
app-branding-no-colour = 这不是颜色代码。请填写井号加六位，如 #1769aa。
app-branding-use = 使用这个颜色
app-branding-preview = 先看看
app-branding-preview-line = 这一页现在按新的颜色显示，还没有保存。满意时点“使用这个颜色”。
app-branding-samples = 浅色和深色下的样子
app-branding-sample-button = 继续学习
app-branding-sample-words = 查看课程
app-branding-sample-bar = 进度示例
app-branding-contrast = 对比度：按钮上的字 { $button }，链接 { $words }（至少要 4.5）
app-branding-derived-light = 这个颜色写在浅色纸面上不够清楚（对比度 { $contrast }，至少要 { $least }），链接和文字自动用同一色相的 { $shade }。
app-branding-derived-dark = 这个颜色写在深色纸面上不够清楚（对比度 { $contrast }，至少要 { $least }），链接和文字自动用同一色相的 { $shade }。
app-branding-contrast-themes = 高对比度显示不受影响，仍用它自己的颜色。
app-branding-saved = 主题色已更换。
app-branding-logo = 机构标志
app-branding-logo-of = { $name }的标志
app-branding-logo-none = 还没有标志，现在显示杏坛的图形。
app-branding-file = 选择图片
app-branding-file-hint = PNG、JPEG 或 WebP，最大 { $most } MB，长和宽不超过 { $pixels } 像素。透明背景的 PNG 效果最好；照片里的拍摄地点等信息不会保留。
app-branding-no-file = 还没有选择图片。
app-branding-upload = 使用这张图片
app-branding-logo-saved = 标志已更换。
app-branding-logo-gone = 已恢复为杏坛的图形。
app-branding-logo-remove = 恢复默认图形
app-branding-where = 邮件里只写机构名称，不放图片：许多邮箱会拦截图片，也会因此把邮件当作垃圾邮件。
setting-web-brand-accent = 主题色
setting-web-brand-logo = 机构标志

## 后台任务和邮件的列表

app-jobs-find = 任务名称或错误信息
app-mails-find = 收件人、邮箱或邮件服务器的答复
