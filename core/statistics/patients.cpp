// SPDX-License-Identifier: Apache-2.0
#include "core/statistics/patients.h"

#include <map>

namespace nidus {

std::vector<std::vector<std::size_t>> casesOfPatients(std::span<const std::string> patients) {
    std::vector<std::vector<std::size_t>> out;
    std::map<std::string, std::size_t> known;
    for (std::size_t i = 0; i < patients.size(); ++i) {
        const std::string& name = patients[i];
        const auto found = name.empty() ? known.end() : known.find(name);
        if (found != known.end()) {
            out[found->second].push_back(i);
            continue;
        }
        if (!name.empty())
            known.emplace(name, out.size());
        out.push_back({i});
    }
    return out;
}

} // namespace nidus
