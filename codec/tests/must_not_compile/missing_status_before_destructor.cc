// SPDX-License-Identifier: BSD-3-Clause
//
// A response without its status, while a destructor waits.
// expect: delete

#include "tsrpc/codec.hpp"

using namespace tsrpc;
using namespace tsrpc::literals;

#ifdef GOOD
struct Lock {
    ~Lock();
};

Registers refuse() {
    const Lock lock;
    return pack(RetrieveMemResponse{RpcStatus::internal});
}
#else
struct Lock {
    ~Lock();
};

Registers refuse() {
    const Lock lock;
    return pack(RetrieveMemResponse{});
}
#endif
