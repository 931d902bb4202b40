home-doubtful = Findings that wait for a person
home-newest = Newest documents
home-all-documents = All documents
