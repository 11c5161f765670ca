// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/wizard/problem_groups.h"

#include <QWidget>

#include <map>
#include <string>

class QVBoxLayout;

namespace nidus::ui {

/// What is wrong with the scans, a card per problem: how many, what it means, and what can be done for all at once.
class ProblemPanel final : public QWidget {
    Q_OBJECT

public:
    explicit ProblemPanel(QWidget* parent = nullptr);

    void setGroups(const std::vector<ProblemGroup>& groups);
    /// The problem whose series alone are shown; empty: none.
    void setShown(const std::string& code);

Q_SIGNALS:
    void showWanted(const std::string& code, bool isShown);
    void acceptWanted(const std::string& code, bool isAccepted);
    /// All series with this problem that nothing keeps out.
    void includeWanted(const std::string& code, bool isIncluded);

private:
    class GroupCard;

    std::map<std::string, GroupCard*> m_cards;
    QVBoxLayout* m_column;
};

} // namespace nidus::ui
