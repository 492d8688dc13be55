// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_TARGETS_TESTS_SERVED_HPP
#define TSRPC_CONFORMANCE_TARGETS_TESTS_SERVED_HPP

#include "conformance/targets/line_server.hpp"
#include "conformance/targets/tests/stream_pair.hpp"

#include <string>
#include <string_view>

namespace tsrpc::conformance {

/// What is answered to lines that come all at once, followed by the end: no more than a socket holds. The last line
/// feed is left out.
inline std::string served(const Perform& perform, std::string_view lines) {
    StreamPair pair = StreamPair::sockets();
    pair.say(lines);
    pair.end();
    serve(*pair.stream, perform);
    pair.stream->flush();
    pair.stream.reset();
    std::string text;
    for (char c; pair.receive(c);) {
        text += c;
    }
    if (text.ends_with('\n')) {
        text.pop_back();
    }
    return text;
}

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_TARGETS_TESTS_SERVED_HPP
