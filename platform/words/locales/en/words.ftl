# Sensitive words: what is said everywhere.
words-refused = “{ $word }” is a sensitive word ({ $category }). Please write it otherwise. If this is wrong, say so with one click under “My sensitive word hits”; the centre will look at it.
words-action-block = Block
words-action-hold = Hold
words-action-mask = Mask
words-place-course = Course content
words-place-name = Name
words-place-need = Training need
words-place-remark = Remark
words-place-comment = Course comment
words-place-post = Post
words-place-chat = Chat
