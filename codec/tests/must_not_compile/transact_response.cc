// SPDX-License-Identifier: BSD-3-Clause
//
// A response to send.
// expect: no type named .Response|no matching function

#include "tsrpc/codec.hpp"

using namespace tsrpc;

bool send(Registers& words);

#ifdef GOOD
auto response = transact(send, RelinquishMemRequest{MemoryHandle{1}});
#else
auto response = transact(send, RelinquishMemResponse{RpcStatus::success});
#endif
