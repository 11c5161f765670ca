// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace nidus::ui {

class ResultsViewModel;

/// A tab of the results page. It is filled when it is seen, and again only if the result or the rule has changed.
class ResultView : public QWidget {
    Q_OBJECT

public:
    explicit ResultView(ResultsViewModel& model, QWidget* parent = nullptr);

Q_SIGNALS:
    /// The user wants to see the chosen cases.
    void casesWanted();

protected:
    /// The result is another one, or none.
    virtual void showResult() = 0;
    /// Cases are turned into classes in another way; also called after showResult().
    virtual void showRule() {}
    void showEvent(QShowEvent* event) override;

    [[nodiscard]] ResultsViewModel& model() const { return m_model; }

private:
    void refresh();

    ResultsViewModel& m_model;
    bool m_isResultOld = true, m_isRuleOld = true;
};

} // namespace nidus::ui
