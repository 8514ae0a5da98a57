# 断点续传。
uploads-job-sweep = 清理过期的上传
uploads-unit-mib = MB

setting-uploads-largest = 单个上传文件的大小上限（MB）

uploads-refused-version = 上传程序与服务器用的协议版本不同，服务器只支持 tus { $version }。请刷新页面后再传。
uploads-refused-length = 没有说明文件有多大，或者大小不是正整数，上传没有开始。空文件不能上传。
uploads-refused-offset = 没有说明这些内容从文件的哪里开始，没有收下。请刷新页面后继续上传。
uploads-refused-metadata = 上传的说明（Upload-Metadata）读不懂，上传没有开始。请刷新页面后再传。
uploads-refused-name = 没有说明文件名，上传没有开始。请刷新页面后再传。
uploads-refused-purpose = 没有说明文件用在哪里，或者这里没有这种用途，上传没有开始。请刷新页面后再传。
uploads-refused-forbidden = 您没有为此上传文件的权限。如果需要，请联系{ -system-admin }。
uploads-refused-too-large = 文件太大，最多 { GROUP($most) } MB。请压缩或拆分后再上传。
uploads-refused-too-many = 您已经有 { $most } 个文件在上传或等待使用。请先传完、用掉或移除其中一些，再上传新的。
uploads-refused-no-space = 服务器的磁盘空间不够，文件没有收下；已经收到的部分保留着。请联系{ -system-admin }，腾出空间后可以接着传。
uploads-refused-unknown = 没有这个上传。它可能已经用掉、移除，或者 7 天没有进展而过期。请重新选择文件。
uploads-refused-media-type = 内容的类型必须是 application/offset+octet-stream，没有收下。请刷新页面后继续上传。
uploads-refused-elsewhere = 这些内容接不上：服务器已经收到 { GROUP($received) } 字节，下一段要从那里开始。请刷新页面后继续上传。
uploads-refused-too-much = 内容比说明的文件大小还多，没有收下。文件可能在上传期间变了，请重新选择文件。
uploads-refused-busy = 同一个文件正在另一个页面或设备上传。请等它传完，或关闭那个页面后再试。
uploads-refused-silent = 一分钟没有收到内容，连接已断开；收到的部分保留着，可以接着传。
uploads-refused-broken-off = 上传中途断开了；收到的部分保留着，可以接着传。
uploads-refused-method = 这个地址不支持这种操作。

uploads-take-unknown = 选中的文件已经用掉、移除，或者过期了。请重新选择文件。
uploads-take-unfinished = “{ $name }”还没有传完。请等它传完再提交，或者移除它。
uploads-take-used = 这个文件刚刚已经在另一个页面用掉了，这次没有保存。请重新选择文件。
