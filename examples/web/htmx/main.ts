import "htmx.org";
import "waxseal/auto";
