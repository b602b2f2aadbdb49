// htmx, as the Content-Security-Policy has it: no style element of its own, no text made code.
htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
