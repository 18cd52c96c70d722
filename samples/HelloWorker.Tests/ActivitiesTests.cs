using Temporalio.Testing;

namespace HelloWorker.Tests;

/// <summary>An activity is a method: it is called as one, in the environment that it finds in a worker.</summary>
public class ActivitiesTests
{
    [Fact]
    public async Task A_greeting_names_whom_it_greets() =>
        Assert.Equal("Hello, World!", await new ActivityEnvironment().RunAsync(() => Activities.Greet("World")));
}
