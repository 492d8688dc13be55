// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/targets/own_time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <dirent.h>
#include <memory>
#include <string>
#include <string_view>

namespace tsrpc::conformance {
namespace {

using std::chrono::nanoseconds;

std::string contents(const std::string& path) {
    const std::unique_ptr<FILE, int (*)(FILE*)> file(std::fopen(path.c_str(), "re"), std::fclose);
    char text[1024];
    return file ? std::string(text, std::fread(text, 1, sizeof text, file.get())) : std::string();
}

/// Calls `use` with the numbers that are names of a folder of /proc.
template <class Use>
void each_number(const std::string& folder, Use use) {
    const std::unique_ptr<DIR, int (*)(DIR*)> dir(opendir(folder.c_str()), closedir);
    while (const dirent* const entry = dir ? readdir(dir.get()) : nullptr) {
        if (const int number = std::atoi(entry->d_name); number > 0) {
            use(number);
        }
    }
}

/// Of /proc/PID/stat.
struct Stat {
    char state = 'X';
    pid_t group = 0;
};

Stat stat_of(const std::string& folder) {
    const std::string text = contents(folder + "/stat");
    Stat stat;
    const size_t name_end = text.rfind(") "); // a name can hold anything
    if (name_end != std::string::npos) {
        std::sscanf(text.c_str() + name_end, ") %c %*d %d", &stat.state, &stat.group);
    }
    return stat;
}

/// Whether a thread in this state gets nothing done for want of a CPU, memory or a debugger's word, not by its own
/// doing.
bool is_held_up(char state) { return std::string_view("RDt").find(state) != std::string_view::npos; }

} // namespace

nanoseconds OwnTime::of(nanoseconds passed) {
    std::map<pid_t, Thread> now;
    nanoseconds waited{}; // by all threads: one may have been what another slept for
    nanoseconds ran{};
    bool is_held_up_now = false;
    const auto look_at_thread = [&](const std::string& folder, pid_t id) {
        const std::string text = contents(folder + "/schedstat");
        uint64_t run = 0;
        uint64_t wait = 0;
        if (std::sscanf(text.c_str(), "%lu %lu", &run, &wait) != 2) {
            return; // it has just ended
        }
        const Thread thread = {nanoseconds(run), nanoseconds(wait)};
        const auto before = threads_.find(id);
        const Thread last = before == threads_.end() ? Thread{} : before->second;
        waited += thread.waited - last.waited;
        ran += thread.ran - last.ran;
        is_held_up_now = is_held_up_now || is_held_up(stat_of(folder).state);
        now.emplace(id, thread);
    };
    each_number("/proc", [&](pid_t pid) {
        const std::string folder = fmt::format("/proc/{}", pid);
        if (stat_of(folder).group == group_) {
            const std::string tasks = folder + "/task";
            each_number(tasks, [&](pid_t id) { look_at_thread(fmt::format("{}/{}", tasks, id), id); });
        }
    });
    threads_ = std::move(now);
    // The kernel adds the waiting up when it ends: of what still waits, only what it ran is known to be its own.
    return std::clamp(is_held_up_now ? ran : passed - waited, nanoseconds(0), passed);
}

} // namespace tsrpc::conformance
