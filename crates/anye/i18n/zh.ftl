home-doubtful = 等人确认的识别结果
home-newest = 最近的文件
home-all-documents = 全部文件
