#!/usr/bin/env node
// Stands here, and not in dist/, because npm links commands when it installs, and a fresh checkout is built after that.
import '../dist/cli/main.js';
