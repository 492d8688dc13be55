# SPDX-License-Identifier: BSD-3-Clause
#
# Makes an SP of ../c_sp/sp.c that hosts the service of its.h alone.
/^static struct result serve_test/,/^}/d
/^static struct result test_service.*return serve_test/d
/^#include "tsrpc\/test_service.h"/d
/^\/\* The services\. /i #include "its.h"\n
/{TSRPC_TEST_SERVICE_UUID_BYTES/s/.*/    {ITS_UUID_BYTES, its_service},/
/{TSRPC_TEST_SERVICE_TWIN_UUID_BYTES/d
/^ *sp->spmc = spmc;/a \        its_reset();
s/It hosts the test service and its twin: put/It hosts Internal Trusted Storage: put/
s/"example"/"its"/
