storage-too-large = 文件太大，最多 { GROUP($limit) } MB。请压缩或拆分后再上传。
storage-empty = 文件是空的。请检查是否选错了文件。
storage-not-accepted = 这里不接受这种文件（内容是 { $found }）。文件名的后缀不算数，平台看的是内容。请换一种格式再上传。
storage-broken-off = 上传中途断开了，文件没有保存。请检查网络后再传一次。
storage-full = 服务器的磁盘已满，文件没有保存。请联系{ -system-admin }。
storage-missing = 文件的内容不在服务器上，可能在恢复备份时遗漏了。请联系{ -system-admin }。
storage-failed = 服务器没能存取这个文件。请稍后再试；如果一直不行，请联系{ -system-admin }。
