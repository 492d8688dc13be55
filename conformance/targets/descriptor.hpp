// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_TARGETS_DESCRIPTOR_HPP
#define TSRPC_CONFORMANCE_TARGETS_DESCRIPTOR_HPP

#include <unistd.h>
#include <utility>

namespace tsrpc::conformance {

/// Owns a file descriptor.
class Descriptor {
  public:
    explicit Descriptor(int fd) : fd_(fd) {}
    Descriptor(Descriptor&& other) noexcept : fd_(other.release()) {}
    Descriptor& operator=(Descriptor&&) = delete;
    ~Descriptor() {
        if (fd_ >= 0) {
            close(fd_);
        }
    }

    int get() const { return fd_; }

    /// Gives it away.
    int release() { return std::exchange(fd_, -1); }

  private:
    int fd_;
};

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_TARGETS_DESCRIPTOR_HPP
