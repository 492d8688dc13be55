// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/targets/line_server.hpp"

#include "conformance/protocol/lines.hpp"
#include "tsrpc/plugin.h"

#include <csignal>
#include <cstdlib>
#include <string>
#include <string_view>

namespace tsrpc::conformance {
namespace {

bool is_command(std::string_view line) { return line.starts_with("> "); }

class Server {
  public:
    Server(LineStream& stream, const Perform& perform, const std::function<void()>& deliver)
        : stream_(stream), perform_(perform), deliver_(deliver) {}

    void answer(std::string_view line) {
        try {
            const Reply reply = perform_(parse_command(line), [this](const Ask& ask) { return granted_for(ask); });
            for (const SpmcEvent& event : reply.events) {
                stream_.put(to_line(event));
            }
            stream_.put(to_line(reply.result));
        } catch (const LineError& error) {
            stream_.put(error_line(error.what()));
        } catch (const TargetUnreachable& error) {
            stream_.put(error_line(error.what()));
        } catch (const TargetLost& lost) { // nothing of this process is to be trusted any more
            stream_.put(std::string("! fault 6 - - ") + lost.what());
            deliver();
            stream_.flush();
            std::signal(SIGABRT, SIG_DFL); // more is not known
            std::abort();
        }
        deliver();
    }

  private:
    /// Asks the runner, and performs what it wants meanwhile.
    Granted granted_for(const Ask& ask) {
        stream_.put(to_line(ask));
        deliver();
        while (const auto line = stream_.read_line()) {
            if (is_command(*line)) {
                answer(std::string(*line));
            } else if (kind_of(*line) == LineKind::granted) {
                try {
                    return parse_granted(ask, *line);
                } catch (const LineError&) {
                    break;
                }
            }
        }
        return FfaError{TSRPC_FFA_ABORTED}; // the runner is gone, or talks nonsense
    }

    void deliver() {
        if (deliver_) {
            deliver_();
        } else {
            stream_.flush();
        }
    }

    LineStream& stream_;
    const Perform& perform_;
    const std::function<void()>& deliver_;
};

} // namespace

void serve(LineStream& stream, const Perform& perform, const std::function<void()>& deliver) {
    Server server(stream, perform, deliver);
    while (const auto line = stream.read_line()) {
        if (is_command(*line)) {
            server.answer(std::string(*line));
        }
    }
}

} // namespace tsrpc::conformance
