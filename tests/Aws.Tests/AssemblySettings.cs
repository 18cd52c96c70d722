[assembly: AssemblyFixture(typeof(FakeAws))]

// Planned faults and the process environment belong to one test at a time.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
