accounts-slips-pdf = 下载 PDF 打印
accounts-slips-meanwhile = 没有显示密码条：刚才有人取走了这一批中的一部分，或重置了其中的密码。请回到上一页，按最新的张数再取一次。
