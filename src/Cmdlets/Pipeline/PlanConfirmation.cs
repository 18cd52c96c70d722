namespace TemporalLambda.Cmdlets.Pipeline;

/// <summary>Shows a plan through ShouldProcess.</summary>
internal static class PlanConfirmation
{
    /// <summary>Asks on the pipeline thread; see <see cref="AsyncCmdlet.ConfirmAsync"/>. A plan below a planned one is shown the same way.</summary>
    public static bool Ask(AsyncCmdlet cmdlet, IReadOnlyList<Change> changes, string target, bool plannedOnly)
    {
        if (cmdlet.IsWhatIf)
        {
            // One line a change; PowerShell puts "What if: " in front of each.
            foreach (Change change in changes)
            {
                cmdlet.ShouldProcess(change.Sentence, change.Sentence, target);
            }

            return false;
        }

        if (plannedOnly)
        {
            // ShouldProcess can not be told that -WhatIf was given further up, so the lines are written as it writes them.
            foreach (Change change in changes)
            {
                cmdlet.Host.UI.WriteLine("What if: " + change.Sentence);
            }

            return false;
        }

        if (changes.Count == 0)
        {
            return true;
        }

        string all = string.Join(Environment.NewLine, changes.Select(c => c.Sentence));
        return cmdlet.ShouldProcess(all, all + Environment.NewLine + "Do this?", target);
    }
}
