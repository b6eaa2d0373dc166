import "waxseal/auto";
