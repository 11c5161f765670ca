// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>

namespace nidus {

/// The right to write into one folder, held by one process on one machine at a time: a file lease-N.json with host,
/// process id and start time, whose modification time is a heartbeat. Given back on destruction. A lease is void when
/// its process is gone from this host, or when another host's heartbeat is ten minutes old; the next number is then
/// taken by exclusive creation, which works on network file systems too.
class FolderLease {
public:
    /// `what` names the work in the message. Throws Error TRN-011 when somebody else holds the folder.
    FolderLease(const std::filesystem::path& folder, const std::string& what);
    ~FolderLease();
    FolderLease(const FolderLease&) = delete;
    FolderLease& operator=(const FolderLease&) = delete;

private:
    struct Holder;
    std::unique_ptr<Holder> m_holder;
};

} // namespace nidus
