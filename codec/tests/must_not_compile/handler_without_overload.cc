// SPDX-License-Identifier: BSD-3-Clause
//
// An endpoint that forgets a request.
// expect: the handler has no overload for this request

#include "tsrpc/codec.hpp"

using namespace tsrpc;

struct Handler {
    RetrieveMemResponse operator()(const RetrieveMemRequest& request) const;
    ServiceInfoResponse operator()(const ServiceInfoRequest& request) const;
    ServiceCallResponse operator()(const ServiceCallRequest& request) const;
#ifdef GOOD
    RelinquishMemResponse operator()(const RelinquishMemRequest& request) const;
#endif
};

Registers answer(const Registers& words) { return serve(words, Handler{}); }
