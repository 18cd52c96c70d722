using System.Reflection;

namespace TemporalLambda.PlantedFaults.Tests;

public class DocumentationTests
{
    [Fact]
    public void The_page_of_the_checks_has_a_row_for_each_fault_and_no_other()
    {
        string page = File.ReadAllText(typeof(DocumentationTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Page").Value!);
        string[] table = [.. Faults.All.Select(fault => $"| {fault.Name} | {fault.Check} | {fault.ErrorId} | {fault.Status} |")];
        TestContext.Current.TestOutputHelper!.WriteLine(string.Join('\n', table));
        Assert.True(table.Length >= 60);
        Assert.Equal(
            table,
            page.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1));
    }
}
