// SPDX-License-Identifier: BSD-3-Clause
//
// A SERVICE_INFO request for no service.
// expect: delete

#include "tsrpc/codec.hpp"

using namespace tsrpc;
using namespace tsrpc::literals;

#ifdef GOOD
Registers ask(const Uuid& uuid) { return pack(ServiceInfoRequest{uuid}); }
#else
Registers ask(const Uuid&) { return pack(ServiceInfoRequest{}); }
#endif
