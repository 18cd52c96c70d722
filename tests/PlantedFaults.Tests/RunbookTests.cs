using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using System.Text.RegularExpressions;
using TemporalLambda.Cmdlets.Tests.Engine;

namespace TemporalLambda.PlantedFaults.Tests;

/// <summary>The commands of docs/runbook.md, each section in the situation that it is about.</summary>
[Collection(nameof(SoundWorker))]
public sealed partial class RunbookTests(SoundWorker worker)
{
    private static readonly string Page = File.ReadAllText(
        typeof(RunbookTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Runbook").Value!);

    private static readonly Dictionary<string, Func<SoundWorker, Task>> Situations = new()
    {
        ["Workflows are started and nothing happens"] = Faults.All.Single(fault => fault.Name == "an invocation role without a grant").Plant,
        ["The function is invoked and ends without having worked"] = Faults.All.Single(fault => fault.Name == "a worker that does not reach its server").Plant,
        ["A new version does harm"] = Faults.All.Single(fault => fault.Name == "a version that another one has replaced").Plant,
        ["Is anything waiting?"] = _ => Task.CompletedTask,
        ["Nothing may be started any more"] = _ => Task.CompletedTask,
        ["A deployment is to be watched"] = _ => Task.CompletedTask,
    };

    public static TheoryData<string> Sections => new(SectionHead().Matches(Page).Select(match => match.Groups["title"].Value));

    [Theory]
    [MemberData(nameof(Sections))]
    public async Task Each_command_of_the_runbook_prints_what_it_shows(string title)
    {
        SoundWorker.SkipWithout();
        worker.Run(SoundWorker.Deploy);
        RecordingHost host = new();
        using Runspace runspace = worker.OpenRunspace(host);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("runbook-");
        runspace.SessionStateProxy.Path.SetLocation(folder.FullName);
        try
        {
            await Situations[title](worker);
            foreach ((string commands, string? output) in Blocks(title))
            {
                foreach (string command in commands.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                {
                    using PowerShell shell = PowerShell.Create(runspace).AddScript(command.Replace("orders", SoundWorker.Name, StringComparison.Ordinal)).AddCommand("Out-Default");
                    shell.Invoke();
                    Assert.Empty(shell.Streams.Error);
                }

                string printed = Colors().Replace(string.Join('\n', host.TakeLines()), "");
                Assert.True(output is null || Plain(output) == Plain(printed), $"{commands}\nprinted\n{printed}\nand not\n{output}");
            }
        }
        finally
        {
            folder.Delete(recursive: true);
            worker.Run(SoundWorker.Deploy);
        }
    }

    private static IEnumerable<(string Commands, string? Output)> Blocks(string title)
    {
        string section = Page[Page.IndexOf("## " + title, StringComparison.Ordinal)..];
        int next = section.IndexOf("\n## ", StringComparison.Ordinal);
        return Block().Matches(next < 0 ? section : section[..next])
            .Select(block => (block.Groups["command"].Value, block.Groups["output"] is { Success: true } output ? output.Value : null));
    }

    // Numbers, ages, the deployment's name and how lines are broken differ from run to run.
    private static string Plain(string text) =>
        Ages().Replace(Numbers().Replace(Spaces().Replace(text, ""), "#"), "#ago").Replace(SoundWorker.Name, "orders", StringComparison.Ordinal);

    [GeneratedRegex("^## (?<title>.+?)\r?$", RegexOptions.Multiline)]
    private static partial Regex SectionHead();

    [GeneratedRegex("```powershell\r?\n(?<command>.*?)```(\\s*```text\r?\n(?<output>.*?)```)?", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("[0-9]+([.:-][0-9]+)*")]
    private static partial Regex Numbers();

    [GeneratedRegex("#(s|min|h|days)ago")]
    private static partial Regex Ages();

    [GeneratedRegex("\e\\[[0-9;]*m")]
    private static partial Regex Colors();

    [GeneratedRegex("[\\s-]+")]
    private static partial Regex Spaces();
}
