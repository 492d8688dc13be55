// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/targets/printed.hpp"

#include <algorithm>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

namespace tsrpc::conformance {

namespace {

/// Memory of a size that stays, or -1.
int make_memory(size_t size) {
    rlimit limit = {};
    if (getrlimit(RLIMIT_FSIZE, &limit) != 0 || limit.rlim_cur < size) { // to try would be a signal
        return -1;
    }
    const int fd = memfd_create("tsrpc-printed", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    constexpr int seals = F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL;
    if (fd >= 0 && (ftruncate(fd, static_cast<off_t>(size)) != 0 || fcntl(fd, F_ADD_SEALS, seals) != 0)) {
        close(fd);
        return -1;
    }
    return fd;
}

} // namespace

Printed::Printed() : memory_(make_memory(capacity)) {}

std::string Printed::take() {
    if (!descriptor()) {
        return "";
    }
    // The offset is one for all who have inherited the descriptor.
    const off_t end = lseek(memory_.get(), 0, SEEK_CUR);
    const auto size = std::min(static_cast<size_t>(std::max<off_t>(end, 0)), capacity);
    std::string text(size, '\0');
    const ssize_t count = pread(memory_.get(), text.data(), size, 0);
    text.resize(count < 0 ? 0 : static_cast<size_t>(count));
    lseek(memory_.get(), 0, SEEK_SET);
    return size < capacity ? text : text + "\n(what came after it is not kept)\n";
}

} // namespace tsrpc::conformance
