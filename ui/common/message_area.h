// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "ui/jobs/job_runner.h"

#include <QString>
#include <QWidget>

#include <functional>
#include <map>
#include <vector>

class QVBoxLayout;

namespace nidus::ui {

/// One message above the page: what happened, and buttons that do something about it.
struct Message {
    struct Action {
        QString objectName, label;
        std::function<void()> run; ///< the message is closed before
    };
    Severity severity = Severity::Info;
    QString headline, text;
    QString code; ///< shown small, so that it can be searched for; may be empty
    std::vector<Action> actions;
};

/// Keys of messages that several parts of the window show or take away.
inline const QString kErrorKey = QStringLiteral("error");
inline const QString kSavedKey = QStringLiteral("saved");

[[nodiscard]] Message messageFrom(const Failure& failure);
/// The same as the message area takes it.
[[nodiscard]] std::function<Message()> wordsOf(const Failure& failure);

/// The strips between the menu and the page. Never modal; each stays until it is closed or replaced under its key.
class MessageArea final : public QWidget {
    Q_OBJECT

public:
    explicit MessageArea(QWidget* parent = nullptr);

    /// The message is asked for again when the language changes.
    void show(const QString& key, const std::function<Message()>& ask);
    void speakAgain();
    void dismiss(const QString& key);
    [[nodiscard]] bool contains(const QString& key) const { return m_strips.contains(key); }
    /// Headline and text of what is shown under the key; empty if nothing is.
    [[nodiscard]] QString textOf(const QString& key) const;

private:
    struct Shown {
        QWidget* strip;
        std::function<Message()> ask;
    };

    std::map<QString, Shown> m_strips;
    QVBoxLayout* m_layout;
};

} // namespace nidus::ui
