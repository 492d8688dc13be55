// SPDX-License-Identifier: BSD-3-Clause
//
// Requests a second that the reference SP answers: typed in this process, as lines in a child, and beside them bytes
// that go to and fro over a bare socket pair.
#include "conformance/targets/attach.hpp"

#include <benchmark/benchmark.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace tsrpc::conformance {
namespace {

using namespace literals;

Link greeted(bool in_process) {
    Link link = attach("reference", TargetRole::sp, {.in_process = in_process})();
    say(link, Hello{});
    return link;
}

const Command request = Call{1, pack(ServiceInfoRequest{"5f0a7c3e-2d64-4b1b-9c58-e1d3a6b9f042"_uuid})};

/// `batch` requests at once.
void exchange(benchmark::State& state, bool in_process, size_t batch) {
    const Link link = greeted(in_process);
    const std::vector<Command> requests(batch, request);
    size_t answered = 0;
    for ([[maybe_unused]] auto step : state) {
        link(requests, {}, [&answered](Reply&& reply) { answered += std::holds_alternative<Response>(reply.result); });
    }
    state.SetItemsProcessed(static_cast<int64_t>(answered));
}

/// As many bytes each way as a request and its response have as lines, and nothing done with them.
void ping_pong(benchmark::State& state) {
    int fds[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0) {
        state.SkipWithError("socketpair");
        return;
    }
    std::array<char, 56> bytes = {};
    const pid_t child = fork();
    if (child == 0) {
        close(fds[0]);
        while (read(fds[1], bytes.data(), bytes.size()) > 0 && write(fds[1], bytes.data(), bytes.size()) > 0) {
        }
        _exit(EXIT_SUCCESS);
    }
    close(fds[1]);
    for ([[maybe_unused]] auto step : state) {
        if (write(fds[0], bytes.data(), bytes.size()) < 0 || read(fds[0], bytes.data(), bytes.size()) < 0) {
            state.SkipWithError("write or read");
            break;
        }
    }
    close(fds[0]);
    waitpid(child, nullptr, 0);
    state.SetItemsProcessed(state.iterations());
}

constexpr size_t batch = 128;

BENCHMARK_CAPTURE(exchange, one, true, 1)->Name("in_process")->UseRealTime();
BENCHMARK_CAPTURE(exchange, batch, true, batch)->Name("in_process_batch")->UseRealTime();
BENCHMARK_CAPTURE(exchange, one, false, 1)->Name("child")->UseRealTime();
BENCHMARK_CAPTURE(exchange, batch, false, batch)->Name("child_batch")->UseRealTime();
BENCHMARK(ping_pong)->Name("socket_pair")->UseRealTime();

} // namespace
} // namespace tsrpc::conformance

BENCHMARK_MAIN();
