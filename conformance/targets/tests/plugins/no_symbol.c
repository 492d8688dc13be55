/* SPDX-License-Identifier: BSD-3-Clause */
/* A shared object that is no plugin. */
int tsrpc_test_no_symbol(void);

int tsrpc_test_no_symbol(void) { return 0; }
