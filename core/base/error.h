// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <exception>
#include <stdexcept>
#include <string>
#include <vector>

namespace nidus {

/// The one exception that our code throws on purpose. `code` is stable ("CKP-014"), what() is a sentence a radiologist
/// can read: what happened, to which file or case, what to do. `caseId` is empty unless one case is concerned.
class Error : public std::runtime_error {
public:
    Error(std::string code, const std::string& sentence, std::string caseId = {});
    ~Error() override;
    Error(const Error&) = default;
    Error& operator=(const Error&) = default;

    [[nodiscard]] const std::string& code() const noexcept { return m_code; }
    [[nodiscard]] const std::string& caseId() const noexcept { return m_caseId; }

private:
    std::string m_code;
    std::string m_caseId;
};

enum class Severity { Info, Warning, Blocker };

/// A finding that does not stop the work: a skipped file, a tensor that is not used, a suspicious spacing.
struct Problem {
    std::string code;
    Severity severity = Severity::Info;
    std::string text;
    std::string caseId; ///< empty unless one case is concerned

    bool operator==(const Problem&) const = default;
};

/// "info", "warning" or "blocker", as in every JSON document.
[[nodiscard]] const char* severityName(Severity severity) noexcept;
/// Inverse of severityName; throws Error BAS-001 for another word.
[[nodiscard]] Severity severityFromName(const std::string& name);

/// Any exception as an Error: ours unchanged, others with code BAS-900 (std::bad_alloc BAS-901, filesystem BAS-902).
[[nodiscard]] Error asError(const std::exception_ptr& exception);

} // namespace nidus
