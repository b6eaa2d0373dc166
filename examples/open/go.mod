module open

go 1.20
