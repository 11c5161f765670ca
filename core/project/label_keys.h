// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/project/project.h"

#include <map>
#include <string>
#include <vector>

namespace nidus {

/// The names under which a label table may know a case, one index per kind of name.
class LabelKeys {
public:
    enum class Outcome { None, Exact, Tolerant, Ambiguous };
    struct Match {
        Outcome outcome = Outcome::None;
        std::vector<std::size_t> cases; ///< positions in the list given to the constructor
    };

    /// `patientKeys`: patient id as in the files, by pseudonym (LinkTable::keys()).
    LabelKeys(const std::vector<Case>& cases, const std::map<std::string, std::string>& patientKeys);

    /// Decides which kind of name fits most of the keys ("case id" first where two fit as many).
    void choose(const std::vector<std::string>& keys);
    [[nodiscard]] const std::string& kind() const;

    /// The cases that a key of the chosen kind means. Several cases are meant together only if they are one patient's.
    /// Exact before tolerant; tolerant ignores surrounding blanks and leading zeros of numbers.
    [[nodiscard]] Match find(const std::string& key) const;

private:
    struct Index {
        std::string kind;
        std::map<std::string, std::vector<std::size_t>> byName;
        std::map<std::string, std::vector<std::string>> namesByTolerantKey;
    };
    [[nodiscard]] Match find(const Index& index, const std::string& key) const;
    void addIndex(const std::string& kind, const std::vector<std::vector<std::string>>& namesByCase);

    std::vector<std::string> m_patients;
    std::vector<Index> m_indices;
    std::size_t m_chosen = 0;
};

} // namespace nidus
